import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import type { Alias } from './alias.ts';
import { aliasKeysOf } from './alias-keys.ts';
import { stemsOfPassage, weighWords } from './coverage.ts';
import { encodeQuery, termIdOf } from './encode.ts';
import { type QuestionWord, questionWords } from './question-words.ts';

const cpf: Alias = { acronym: 'CPF', expansion: 'compte personnel de formation', documents: 4 };
const si: Alias = { acronym: 'SI', expansion: 'système d’information', documents: 4 };
const { expansionWeight, acronymWeight } = tunables.aliases;

const weightsOf = (question: string, aliases: readonly Alias[]) => {
  const { ids, weights } = encodeQuery(question, ['fr'], { aliases });
  return (stem: string) => weights[ids.indexOf(termIdOf(stem))] ?? 0;
};
const passage = (text: string) =>
  ({ document: { title: '', language: 'fr' }, headings: [], text }) as unknown as Passage;

describe('what a question looks up', () => {
  it('are its words and runs of words, in one spelling', () => {
    const { acronyms, expansions } = aliasKeysOf('Mon C.P.F. et mes comptes personnels de formation, SDIs');
    expect(acronyms).toContain('cpf');
    expect(acronyms).toContain('sdi');
    expect(expansions).toContain('compt personnel format');
  });

  it('are function words in capitals alone', () => {
    const acronyms = (question: string) => aliasKeysOf(question).acronyms;
    expect(acronyms('si le SI tombe')).toContain('si');
    expect(acronyms('si je pars, est-ce que je ne peux pas')).not.toContain('si');
    expect(acronyms('si je ne peux pas')).not.toContain('pas');
    expect(acronyms('SI JE PARS')).not.toContain('si');
    expect(acronyms('CET')).toContain('cet');
    expect(acronyms('congé cpf')).toContain('cpf');
  });

  it('is bounded', () => {
    const { acronyms, expansions } = aliasKeysOf(Array.from({ length: 900 }, (_, n) => `mot${n}`).join(' '));
    expect(acronyms.length).toBeLessThanOrEqual(tunables.aliases.wordsLookedUp);
    expect(expansions.length).toBeLessThanOrEqual(
      tunables.aliases.wordsLookedUp * tunables.aliases.expansionStems,
    );
  });
});

describe('a question with aliases', () => {
  it('asks for the long form of its acronyms, for less than for what is said', () => {
    const weightOf = weightsOf('congé CPF', [cpf]);
    expect(weightOf('cpf')).toBe(1);
    expect(weightOf('compt')).toBeCloseTo(expansionWeight * (1 - tunables.bm25.surfaceShare));
    expect(weightsOf('congé CPF', [])('compt')).toBe(0);
  });

  it('asks for the acronym of its long forms', () => {
    expect(weightsOf('mes comptes personnels de formation', [cpf])('cpf')).toBeCloseTo(acronymWeight);
    expect(weightsOf('mon compte de formation', [cpf])('cpf')).toBe(0);
  });

  it('asks for several long forms as often as documents tell them, and for a few at most', () => {
    const forms = ['comité social', 'contrôle scientifique', 'centre sportif', 'cours suivi'];
    const weightOf = weightsOf(
      'avis du CS',
      forms.map((expansion, at) => ({ acronym: 'CS', expansion, documents: 8 / 2 ** at })),
    );
    const share = expansionWeight * (1 - tunables.bm25.surfaceShare);
    expect(weightOf('comit')).toBeCloseTo(share);
    expect(weightOf('contrôl'.normalize('NFD').replace(/\p{M}/gu, ''))).toBeCloseTo(share / 2);
    expect(weightOf('cour')).toBe(0);
  });

  it('has the long form beside an acronym that is spelt like a function word', () => {
    const words = questionWords('la panne du SI', ['fr'], { aliases: [si] });
    expect(words.map(({ surface }) => surface)).toEqual(['panne', 'si']);
    expect(words[1]?.aliases?.[0]?.words.map(({ surface }) => surface)).toEqual(['systeme', 'information']);
  });

  it('is covered by either form, the long one when all of its words are there', () => {
    const statistics = { readableChunks: 100, documentFrequency: new Map<number, number>() };
    const share = (words: readonly QuestionWord[], text: string) =>
      weighWords(words, statistics).shareIn(stemsOfPassage(passage(text)));
    const short = questionWords('CPF', ['fr'], { aliases: [cpf] });
    expect(share(short, 'Le compte personnel de formation')).toBe(1);
    expect(share(short, 'Le CPF')).toBe(1);
    expect(share(short, 'Le compte de formation')).toBe(0);
    const long = questionWords('compte personnel de formation', ['fr'], { aliases: [cpf] });
    expect(share(long, 'Le CPF')).toBe(1);
  });
});
