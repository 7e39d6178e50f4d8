/**
 * What the owner of a document should know of how it was read, though it was read: one stable code, one sentence in each
 * language. Codes are relied on by scripts: add, never rename.
 */
export const warnings = {
  'hidden-text': {
    fr: 'Ce fichier contient du texte caché (invisible, hors page, feuille masquée…) : il n’est pas consulté.',
    en: 'This file holds hidden text (invisible, off the page, hidden sheet…): it is not searched.',
  },
  'text-recognised': {
    fr: 'Le texte de certaines pages vient d’une reconnaissance de caractères : il peut comporter des erreurs.',
    en: 'The text of some pages comes from character recognition: it may hold errors.',
  },
  'pages-waiting': {
    fr: 'Certaines pages sont des images : leur texte est en cours de reconnaissance.',
    en: 'Some pages are pictures: their text is being recognised.',
  },
  'pages-without-text': {
    fr: 'Certaines pages sont des images dont aucun texte n’a été tiré.',
    en: 'Some pages are pictures that gave no text.',
  },
  'pages-unreadable': {
    fr: 'Certaines pages sont abîmées et n’ont pas pu être lues.',
    en: 'Some pages are damaged and could not be read.',
  },
  'sensitivity-label': {
    fr: 'Ce document porte une mention de sensibilité : vérifiez le réglage de son espace.',
    en: 'This document carries a sensitivity label: check the setting of its space.',
  },
  'macros-ignored': {
    fr: 'Les macros de ce fichier ne sont ni exécutées ni lues.',
    en: 'The macros of this file are neither run nor read.',
  },
  'members-unread': {
    fr: 'Certains fichiers contenus dans celui-ci ont été laissés de côté (nombre, taille ou format).',
    en: 'Some of the files inside this one were left out (number, size or format).',
  },
  'signature-unchecked': {
    fr: 'Le document est signé ; la signature n’a pas été vérifiée.',
    en: 'The document is signed; the signature was not verified.',
  },
  truncated: {
    fr: 'Le fichier dépasse une limite de lecture : seul son début est consulté.',
    en: 'The file goes beyond a limit of reading: only its beginning is searched.',
  },
} as const satisfies Record<string, { fr: string; en: string }>;

export type WarningCode = keyof typeof warnings;

/** A warning about one document; `count` is how many characters, pages or files it concerns. */
export type Warning = { readonly code: WarningCode; readonly count: number };
