import { expect, test } from 'vitest';
import { documentStates } from '../core/document.ts';
import { describeStates } from './describe-states.ts';

test('states are counted in the words of the terminal', () => {
  const byState = { queued: 0, 'searchable-words': 7 };
  expect(describeStates(byState, 'fr')).toBe('en attente 0, trouvables par leurs mots 7');
  expect(describeStates(byState, 'en')).toBe('queued 0, searchable-words 7');
});

test('no state keeps its English name in French', () => {
  for (const state of documentStates) expect(describeStates({ [state]: 1 }, 'fr')).not.toContain(state);
});
