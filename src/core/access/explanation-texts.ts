/** What decides whether somebody sees a document, one stable code each, in words of both languages. */
export const accessSteps = {
  'person-active': {
    fr: 'La personne fait partie de l’organisation.',
    en: 'The person belongs to the organisation.',
  },
  'person-disabled': {
    fr: 'Le compte de la personne est désactivé : elle ne lit rien.',
    en: 'The person’s account is disabled: they read nothing.',
  },
  'guest-excluded': {
    fr: 'La personne est invitée, et l’organisation tient ses invités à l’écart de l’assistant.',
    en: 'The person is a guest, and the organisation keeps guests from the assistant.',
  },
  'document-removed': { fr: 'Le document a été supprimé.', en: 'The document was removed.' },
  'rule-of-document': { fr: 'Le document a ses propres droits.', en: 'The document has rights of its own.' },
  'rule-of-folder': {
    fr: 'Le document suit les droits d’un dossier au-dessus de lui.',
    en: 'The document follows the rights of a folder above it.',
  },
  'rule-of-parent': {
    fr: 'Le document est joint à un autre, dont il suit les droits.',
    en: 'The document is attached to another one, whose rights it follows.',
  },
  'rule-of-place': {
    fr: 'Les droits viennent du dossier ou de l’espace où le document a été déposé.',
    en: 'The rights come from the folder or space that the document was put into.',
  },
  allowed: {
    fr: 'Un groupe, un espace ou la personne elle-même est autorisé.',
    en: 'A group, a space or the person themselves is allowed.',
  },
  'not-allowed': {
    fr: 'Aucun de ses groupes ou espaces n’a accès à ce document.',
    en: 'None of their groups or spaces has access to this document.',
  },
  'within-restriction': {
    fr: 'Les lecteurs sont restreints, et la personne en fait partie.',
    en: 'Readers are restricted, and the person is among them.',
  },
  'outside-restriction': {
    fr: 'Les lecteurs sont restreints, et la personne n’en fait pas partie.',
    en: 'Readers are restricted, and the person is not among them.',
  },
  'not-denied': { fr: 'Aucun refus ne concerne la personne.', en: 'No denial concerns the person.' },
  denied: {
    fr: 'Un groupe, un espace ou la personne elle-même est refusé : cela l’emporte.',
    en: 'A group, a space or the person themselves is denied: this prevails.',
  },
  'source-agrees': {
    fr: 'La source du document, interrogée à l’instant, l’accorde.',
    en: 'The source of the document was asked just now, and agrees.',
  },
  'source-refuses': {
    fr: 'La source du document, interrogée à l’instant, le refuse.',
    en: 'The source of the document was asked just now, and refuses.',
  },
  'source-silent': {
    fr: 'La source du document, interrogée à l’instant, ne répond pas : le document reste fermé.',
    en: 'The source of the document was asked just now and does not answer: the document stays closed.',
  },
  'space-open': {
    fr: 'L’assistant peut travailler sur l’espace.',
    en: 'The assistant may work on the space.',
  },
  'space-excluded': {
    fr: 'L’espace est exclu de l’assistant : le document s’ouvre, l’assistant ne le trouve pas.',
    en: 'The space is excluded from the assistant: the document opens, the assistant does not find it.',
  },
  'assistant-on': {
    fr: 'L’assistant de l’organisation est en marche.',
    en: 'The organisation’s assistant is on.',
  },
  'assistant-off': {
    fr: 'L’assistant de l’organisation est arrêté.',
    en: 'The organisation’s assistant is off.',
  },
  ready: { fr: 'La dernière version a été lue.', en: 'The latest version was read.' },
  'not-ready': {
    fr: 'La dernière version attend d’être lue.',
    en: 'The latest version waits to be read.',
  },
  'not-read': {
    fr: 'La dernière version n’a pas pu être lue, ou ne doit pas l’être.',
    en: 'The latest version could not be read, or must not be.',
  },
} as const satisfies Record<string, { readonly fr: string; readonly en: string }>;

export type AccessStepCode = keyof typeof accessSteps;
