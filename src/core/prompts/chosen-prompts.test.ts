import { describe, expect, it } from 'vitest';
import type { Prompt, PromptLibrary } from '../../ports/prompt-library.ts';
import { chosenPrompts } from './chosen-prompts.ts';

const shipped = [1, 2, 3];
const library: PromptLibrary = {
  get: ({ id, version, language }) => ({ id, version, language }) as Prompt,
  versions: () => shipped,
  list: () => [],
};
const usual = { id: 'answer-question', version: 1, language: 'fr' } as const;
const choices = [
  { space: null, prompt: 'answer-question', version: 2 },
  { space: 'rh', prompt: 'answer-question', version: 3 },
];
const versionIn = (spaces: readonly string[], chosen = choices) =>
  chosenPrompts(library, chosen, spaces).get(usual).version;

describe('chosenPrompts', () => {
  it('gives the version of the space that is asked in, else that of the organisation, else the usual one', () => {
    expect(versionIn(['rh'])).toBe(3);
    expect(versionIn(['mairie'])).toBe(2);
    expect(versionIn([])).toBe(2);
    expect(versionIn(['rh'], [])).toBe(1);
    expect(versionIn(['mairie'], choices.slice(1))).toBe(1);
  });

  it('lets the organisation decide between spaces that want different versions', () => {
    expect(versionIn(['rh', 'mairie'])).toBe(2);
    expect(versionIn(['rh', 'mairie'], choices.slice(1))).toBe(1);
  });

  it('leaves other prompts alone, and a version that does not ship', () => {
    expect(chosenPrompts(library, choices, []).get({ ...usual, id: 'take-notes' }).version).toBe(1);
    expect(versionIn([], [{ space: null, prompt: 'answer-question', version: 9 }])).toBe(1);
  });
});
