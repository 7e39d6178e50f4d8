/** Words of the page about documents without text. */
const fr = {
  title: 'Documents non lus',
  lead: 'Ce que l’assistant ne peut pas trouver, et pourquoi. Le titre n’est montré que si vous pouvez ouvrir le document.',
  counts: 'Par raison',
  noCount: 'Tous les documents ont pu être lus.',
  reason: 'Raison',
  kind: 'Nature',
  kinds: { failed: 'échec', skipped: 'écarté' },
  documents: 'Documents',
  retryAll: 'Tout réessayer',
  retryAllOf: 'Tout réessayer : {{reason}}',
  failed: 'Échecs',
  failedLead:
    'Ce qui a échoué peut être réessayé. Ce qui est écarté (chiffré, format inconnu, espace exclu) ne changerait pas.',
  noFailure: 'Aucun échec.',
  document: 'Document',
  hidden: 'Document non ouvert à vous',
  space: 'Espace',
  allReasons: 'Toutes les raisons',
  failedAt: 'Le',
  retry: 'Réessayer',
  retryOf: 'Réessayer {{document}}',
  retried_one: '{{count, number}} document est réessayé.',
  retried_other: '{{count, number}} documents sont réessayés.',
};

const en: typeof fr = {
  title: 'Unread documents',
  lead: 'What the assistant cannot find, and why. The title is shown only if you may open the document.',
  counts: 'By reason',
  noCount: 'All documents could be read.',
  reason: 'Reason',
  kind: 'Kind',
  kinds: { failed: 'failed', skipped: 'left out' },
  documents: 'Documents',
  retryAll: 'Retry all',
  retryAllOf: 'Retry all: {{reason}}',
  failed: 'Failures',
  failedLead:
    'What failed can be tried again. What is left out (encrypted, unknown format, excluded space) would not change.',
  noFailure: 'No failure.',
  document: 'Document',
  hidden: 'Document not open to you',
  space: 'Space',
  allReasons: 'All reasons',
  failedAt: 'On',
  retry: 'Retry',
  retryOf: 'Retry {{document}}',
  retried_one: '{{count, number}} document is tried again.',
  retried_other: '{{count, number}} documents are tried again.',
};

export const unreadTexts = { fr, en };
