type Texts = { readonly fr: string; readonly en: string };

/** Each check: what must hold, and what to do where it does not. */
export const checkTexts = {
  authentication: {
    title: { fr: 'Sans le bon jeton, rien', en: 'Nothing without the right token' },
    remedy: {
      fr: 'Répondez 401 ou 403 à toute demande sans jeton ou avec un autre, sur items, directory et digest.',
      en: 'Answer 401 or 403 to every request without a token or with another one, on items, directory and digest.',
    },
  },
  pages: {
    title: { fr: 'Pages NDJSON complètes', en: 'Whole NDJSON pages' },
    remedy: {
      fr: 'Servez items et directory en application/x-ndjson : un objet JSON par ligne, et en dernière ligne {"next": curseur ou null}.',
      en: 'Serve items and directory as application/x-ndjson: one JSON object a line, and as the last line {"next": cursor or null}.',
    },
  },
  schemas: {
    title: { fr: 'Lignes conformes aux schémas', en: 'Lines valid against the schemas' },
    remedy: {
      fr: 'Comparez les champs nommés aux schémas : GET /v1/contract/schemas. Un champ inconnu dans data est refusé.',
      en: 'Compare the fields named here with the schemas: GET /v1/contract/schemas. An unknown field in data is refused.',
    },
  },
  rights: {
    title: { fr: 'Des droits sur chaque document', en: 'Rights on every item' },
    remedy: {
      fr: 'Donnez acl en entier sur chaque ligne de items ; allow vide veut dire personne.',
      en: 'Give acl in full on each line of items; an empty allow means nobody.',
    },
  },
  tenant: {
    title: { fr: 'Une seule organisation', en: 'One organisation only' },
    remedy: {
      fr: 'data.tenant doit nommer, sur chaque ligne, l’organisation à laquelle le jeton appartient.',
      en: 'data.tenant must name, on every line, the organisation that the token belongs to.',
    },
  },
  sequences: {
    title: { fr: 'Numéros d’ordre', en: 'Sequences' },
    remedy: {
      fr: 'sequence est un nombre écrit en chiffres, qui croît à chaque changement ; un document n’a qu’une ligne, et digest annonce le plus grand numéro.',
      en: 'sequence is a number in digits that grows with each change; a document has one line only, and digest announces the greatest.',
    },
  },
  'cursor-stable': {
    title: { fr: 'Deux listes identiques', en: 'The same listing twice' },
    remedy: {
      fr: 'Triez par une clé qui ne change jamais (l’identifiant), et reprenez après la dernière clé donnée, jamais à un rang.',
      en: 'Sort by a key that never changes (the id), and go on after the last key given, never at an offset.',
    },
  },
  'page-sizes': {
    title: {
      fr: 'Petites et grandes pages donnent le même ensemble',
      en: 'Small and large pages give the same set',
    },
    remedy: {
      fr: 'Le découpage en pages ne doit ni sauter ni répéter de ligne, quel que soit limit.',
      en: 'Cutting into pages must neither skip nor repeat a line, whatever limit is.',
    },
  },
  'cursor-unknown': {
    title: { fr: 'Curseur inconnu refusé', en: 'Unknown cursor refused' },
    remedy: {
      fr: 'Répondez 4xx à un curseur que vous n’avez pas donné : une page vide ferait retirer tous les documents.',
      en: 'Answer 4xx to a cursor that you did not give: an empty page would have all documents removed.',
    },
  },
  'space-filter': {
    title: { fr: 'Le filtre space', en: 'The filter space' },
    remedy: {
      fr: 'items?space=X donne tous les documents de X et aucun autre.',
      en: 'items?space=X gives all the documents of X and no other.',
    },
  },
  item: {
    title: { fr: 'items/{id} dit comme la liste', en: 'items/{id} agrees with the listing' },
    remedy: {
      fr: 'items/{id} donne le même événement que la liste, à l’adresse dataref près ; l’identifiant est encodé dans l’adresse.',
      en: 'items/{id} gives the same event as the listing, but for dataref; the id is percent-encoded in the address.',
    },
  },
  'item-unknown': {
    title: { fr: 'Document inconnu : 404', en: 'Unknown item: 404' },
    remedy: {
      fr: 'Répondez 404 (ou 410) à un identifiant qui n’existe pas.',
      en: 'Answer 404 (or 410) to an id that does not exist.',
    },
  },
  content: {
    title: { fr: 'Octets, taille et empreinte', en: 'Bytes, size and hash' },
    remedy: {
      fr: 'dataref donne, sans redirection, exactement les octets dont size et sha256 parlent.',
      en: 'dataref gives, without a redirect, exactly the bytes that size and sha256 tell of.',
    },
  },
  encrypted: {
    title: { fr: 'Chiffré de bout en bout : pas d’adresse', en: 'Encrypted from end to end: no address' },
    remedy: {
      fr: 'N’écrivez pas dataref quand encryption vaut e2ee.',
      en: 'Write no dataref when encryption is e2ee.',
    },
  },
  directory: {
    title: { fr: 'Annuaire complet', en: 'Complete directory' },
    remedy: {
      fr: 'directory annonce chaque espace (avec ses membres), groupe et personne que nomment les droits, les membres et les documents : à qui n’y est pas, rien n’est donné.',
      en: 'directory announces each space (with its members), group and person that rights, members and items name: whoever is not there gets nothing.',
    },
  },
  digest: {
    title: { fr: 'Empreintes des espaces', en: 'Digests of spaces' },
    remedy: {
      fr: 'digest compte les documents de chaque espace et donne le OU exclusif des 8 premiers octets de SHA-256("id\\ncontentVersion\\naclVersion").',
      en: 'digest counts the items of each space and gives the exclusive or of the first 8 bytes of SHA-256("id\\ncontentVersion\\naclVersion").',
    },
  },
  'queue-lease': {
    title: { fr: 'File : redonné après le bail', en: 'Queue: given again after the lease' },
    remedy: {
      fr: 'Ce qui n’est pas acquitté est redonné quand le bail est fini, et pas avant.',
      en: 'What is not acknowledged is given again when the lease is over, and not before.',
    },
  },
  'queue-ack': {
    title: { fr: 'File : plus redonné une fois acquitté', en: 'Queue: not given again once acknowledged' },
    remedy: {
      fr: 'POST ack {lease, results} retire de la file les événements nommés.',
      en: 'POST ack {lease, results} takes the events it names out of the queue.',
    },
  },
  'push-signature': {
    title: { fr: 'Livraisons signées', en: 'Signed deliveries' },
    remedy: {
      fr: 'Signez id.timestamp.corps avec les octets du secret (HMAC-SHA256, Standard Webhooks), à l’heure juste.',
      en: 'Sign id.timestamp.body with the bytes of the secret (HMAC-SHA256, Standard Webhooks), with the right time.',
    },
  },
  'push-events': {
    title: { fr: 'Événements livrés conformes', en: 'Valid events delivered' },
    remedy: {
      fr: 'Livrez un événement (application/cloudevents+json) ou au plus 500 (application/cloudevents-batch+json), conformes aux schémas, en 1 Mo au plus.',
      en: 'Deliver one event (application/cloudevents+json) or at most 500 (application/cloudevents-batch+json), valid against the schemas, in at most 1 MB.',
    },
  },
  'push-tenant': {
    title: { fr: 'Livraisons d’une seule organisation', en: 'Deliveries of one organisation only' },
    remedy: {
      fr: 'data.tenant doit nommer l’organisation de la source.',
      en: 'data.tenant must name the organisation of the source.',
    },
  },
  'push-sequences': {
    title: { fr: 'Numéros d’ordre des livraisons', en: 'Sequences of deliveries' },
    remedy: {
      fr: 'Deux changements d’une même chose n’ont jamais le même sequence ; le même id redit le même événement.',
      en: 'Two changes of one thing never have the same sequence; the same id says the same event again.',
    },
  },
  'push-retry': {
    title: { fr: 'Livraison répétée après 503', en: 'Delivery repeated after 503' },
    remedy: {
      fr: 'Après 503, attendez Retry-After puis livrez encore, avec le même webhook-id.',
      en: 'After 503, wait for Retry-After and deliver again, with the same webhook-id.',
    },
  },
} as const satisfies Record<string, { readonly title: Texts; readonly remedy: Texts }>;

export type CheckName = keyof typeof checkTexts;

/** Why a check was not made. */
export const skipTexts = {
  'no-listing': { fr: 'il n’y a pas de liste à lire', en: 'there is no listing to read' },
  'no-items': { fr: 'aucun document à essayer', en: 'no item to try' },
  'not-offered': { fr: 'non offert (404)', en: 'not offered (404)' },
  'queue-empty': { fr: 'rien n’attend dans la file', en: 'nothing waits in the queue' },
  'not-asked': {
    fr: 'retirerait un événement de la file : demandez-le avec --consume-queue',
    en: 'would take an event out of the queue: ask for it with --consume-queue',
  },
  'nothing-delivered': { fr: 'rien n’a été livré', en: 'nothing was delivered' },
  'no-secret': { fr: 'donnez --secret', en: 'give --secret' },
} as const satisfies Record<string, Texts>;

export type SkipReason = keyof typeof skipTexts;
