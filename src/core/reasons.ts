/**
 * Why a document ended as `skipped` or `failed`: one stable code, one sentence for its owner in each language.
 * Codes are relied on by scripts: add, never rename.
 */
export const reasons = {
  'format-not-supported': {
    fr: 'Ce format de fichier n’est pas encore lu par Sourcier.',
    en: 'This file format is not read by Sourcier yet.',
  },
  'converter-missing': {
    fr: 'Ce format demande LibreOffice, qui n’est pas installé sur le serveur (paquets libreoffice-writer-nogui, libreoffice-calc-nogui, libreoffice-impress-nogui).',
    en: 'This format needs LibreOffice, which is not installed on the server (packages libreoffice-writer-nogui, libreoffice-calc-nogui, libreoffice-impress-nogui).',
  },
  'type-mismatch': {
    fr: 'Le contenu du fichier ne correspond pas à son extension et n’a pas pu être lu.',
    en: 'The content of the file does not match its extension and could not be read.',
  },
  encrypted: {
    fr: 'Le fichier est protégé par un mot de passe : déposez une copie sans protection.',
    en: 'The file is protected by a password: add a copy without protection.',
  },
  'end-to-end-encrypted': {
    fr: 'Le document est chiffré de bout en bout : il est compté, jamais lu.',
    en: 'The document is encrypted from end to end: it is counted, never read.',
  },
  'content-unavailable': {
    fr: 'Le fichier n’a pas pu être récupéré auprès de l’espace de travail, malgré plusieurs essais.',
    en: 'The file could not be fetched from the workplace, after several attempts.',
  },
  'content-gone': {
    fr: 'L’espace de travail n’a plus ce fichier.',
    en: 'The workplace no longer has this file.',
  },
  'content-mismatch': {
    fr: 'Le fichier reçu n’est pas celui que l’espace de travail avait annoncé (taille ou empreinte).',
    en: 'The file received is not the one that the workplace announced (size or hash).',
  },
  'content-host-refused': {
    fr: 'L’adresse du fichier n’est pas de celles que la source a déclarées, ou ne peut pas être appelée d’ici.',
    en: 'The address of the file is not one that the source declared, or must not be called from here.',
  },
  'content-redirected': {
    fr: 'L’espace de travail renvoie vers une autre adresse pour ce fichier : les redirections ne sont pas suivies.',
    en: 'The workplace redirects to another address for this file: redirects are not followed.',
  },
  empty: { fr: 'Le fichier est vide.', en: 'The file is empty.' },
  'no-text': {
    fr: 'Aucun texte n’a été trouvé dans ce fichier (image, dessin ou numérisation).',
    en: 'No text was found in this file (image, drawing or scan).',
  },
  damaged: {
    fr: 'Le fichier est abîmé ou incomplet et n’a pas pu être lu.',
    en: 'The file is damaged or incomplete and could not be read.',
  },
  'too-large': {
    fr: 'Le fichier dépasse la taille autorisée.',
    en: 'The file is larger than allowed.',
  },
  'inflates-too-much': {
    fr: 'Le fichier compressé se déploie au-delà des limites permises.',
    en: 'The compressed file expands beyond the permitted limits.',
  },
  'parse-timeout': {
    fr: 'La lecture du fichier a dépassé le temps permis.',
    en: 'Reading the file took longer than allowed.',
  },
  'parse-memory': {
    fr: 'La lecture du fichier a dépassé la mémoire permise.',
    en: 'Reading the file took more memory than allowed.',
  },
  'parse-crash': {
    fr: 'La lecture du fichier s’est interrompue de façon inattendue.',
    en: 'Reading the file stopped unexpectedly.',
  },
  'nested-too-deep': {
    fr: 'Le fichier contient trop de niveaux de pièces jointes.',
    en: 'The file holds too many levels of attachments.',
  },
  erased: {
    fr: 'Ce document a été effacé sur demande : retirez aussi le fichier de son dossier.',
    en: 'This document was erased on request: take its file out of its folder too.',
  },
  'space-excluded': {
    fr: 'L’espace de ce fichier est exclu de l’assistant, par un administrateur ou dans l’espace de travail, ou y est archivé : rien n’en est lu ni cherché.',
    en: 'The space of this file is excluded from the assistant, by an administrator or in the workplace, or archived there: nothing of it is read or searched.',
  },
  'bytes-missing': {
    fr: 'Le fichier n’est plus conservé ici : déposez-le à nouveau, ou relancez l’ingestion de son dossier.',
    en: 'The file is no longer kept here: add it again, or ingest its folder again.',
  },
  'symlink-skipped': {
    fr: 'Les liens symboliques ne sont pas suivis.',
    en: 'Symbolic links are not followed.',
  },
  'not-a-file': {
    fr: 'Cet élément n’est pas un fichier ordinaire.',
    en: 'This entry is not an ordinary file.',
  },
  unreadable: {
    fr: 'Le fichier n’a pas pu être ouvert : vérifiez les droits de lecture.',
    en: 'The file could not be opened: check its read permission.',
  },
  'internal-error': {
    fr: 'Une erreur interne a empêché l’indexation ; elle sera retentée à la prochaine ingestion.',
    en: 'An internal error prevented indexing; it is tried again at the next ingestion.',
  },
} as const satisfies Record<string, { fr: string; en: string }>;

export type ReasonCode = keyof typeof reasons;
