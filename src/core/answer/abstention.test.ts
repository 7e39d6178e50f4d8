import { expect, test } from 'vitest';
import { aPassage } from './a-passage.ts';
import { decideAbstention, isSure } from './abstention.ts';

const here = { documents: 3, language: 'fr' } as const;

test('answers when one of the best passages holds the words of the question', () => {
  expect(decideAbstention([aPassage({ coverage: 0.1 }), aPassage({ coverage: 0.8 })], here)).toBeNull();
});

test('abstains when none does, or when there is none', () => {
  expect(decideAbstention([aPassage({ coverage: 0.1 })], here)).toBe('nothing-readable-found');
  expect(decideAbstention([], here)).toBe('nothing-readable-found');
});

test('passages far down the list do not count', () => {
  const weak = Array.from({ length: 5 }, () => aPassage({ coverage: 0 }));
  expect(decideAbstention([...weak, aPassage({ coverage: 1 })], here)).toBe('nothing-readable-found');
});

test('passages that hold little of the question are given, but not as a sure answer', () => {
  const passages = [aPassage({ coverage: 0.3 })];
  expect(decideAbstention(passages, here)).toBeNull();
  expect(isSure(passages, 'fr')).toBe(false);
  expect(isSure([aPassage({ coverage: 0.6 })], 'fr')).toBe(true);
});

test('a question without telling words, and passages of another language found by meaning, have the benefit of the doubt', () => {
  expect(decideAbstention([aPassage({ coverage: null })], here)).toBeNull();
  const english = { coverage: 0, document: { language: 'en' } } as const;
  expect(decideAbstention([aPassage({ ...english, similarity: 0.8 })], here)).toBeNull();
  expect(decideAbstention([aPassage(english)], here)).toBe('nothing-readable-found');
});

test('nothing to read is said as such', () => {
  expect(decideAbstention([], { ...here, documents: 0 })).toBe('scope-empty');
});
