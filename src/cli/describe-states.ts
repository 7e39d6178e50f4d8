import type { DocumentState, Language } from '../core/document.ts';

const inFrench: Readonly<Record<DocumentState, string>> = {
  queued: 'en attente',
  fetching: 'en réception',
  parsing: 'en lecture',
  'searchable-words': 'trouvables par leurs mots',
  searchable: 'trouvables',
  failed: 'en échec',
  skipped: 'laissés de côté',
  removed: 'retirés',
};

/** How many documents are in each state, for people; in English the states are named as in `--json`. */
export function describeStates(
  byState: Readonly<Partial<Record<DocumentState, number>>>,
  language: Language,
): string {
  return Object.entries(byState)
    .map(([state, count]) => `${language === 'fr' ? inFrench[state as DocumentState] : state} ${count}`)
    .join(', ');
}
