import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { aPassage } from '../../../test/support/a-passage.ts';
import { cutDocuments, planParts } from './plan-parts.ts';

const { partTokens, parts: most } = tunables.tasks;

/** A document of so many passages of so many tokens each. */
function aDocument(id: string, count: number, tokens: number) {
  const passages = Array.from({ length: count }, (_, index) => ({
    ...aPassage({ id: `${id}-${index}`, document: { id, title: id } }),
    tokens,
  }));
  return { passages, of: count };
}
const planOf = (documents: Parameters<typeof cutDocuments>[0], parts: number) =>
  planParts(cutDocuments(documents), parts);
const idsOf = (parts: ReturnType<typeof planParts>['parts']) =>
  parts.map(({ passages }) => passages.map(({ id }) => id));

test('what fits is one part, of several documents too', () => {
  const { parts, leftOut } = planOf([aDocument('a', 3, 300), aDocument('b', 2, 300)], most);
  expect(idsOf(parts)).toEqual([['a-0', 'a-1', 'a-2', 'b-0', 'b-1']]);
  expect(leftOut).toEqual([]);
});

test('what does not fit is cut between passages, no part holds two documents', () => {
  const { parts, leftOut } = planOf([aDocument('a', 20, 300), aDocument('b', 2, 300)], most);
  expect(parts.map(({ number, of }) => [number, of])).toEqual([
    [1, 2],
    [2, 2],
    [1, 1],
  ]);
  expect(idsOf(parts).flat()).toHaveLength(22);
  expect(leftOut).toEqual([]);
});

test('where it is too much, each document has its share and the end is left out', () => {
  const { parts, leftOut } = planOf([aDocument('a', 2_000, 300), aDocument('b', 20, 300)], most);
  expect(parts).toHaveLength(most);
  expect(parts.filter(({ passages }) => passages[0]?.document.id === 'b')).toHaveLength(2);
  expect(leftOut).toEqual([
    { title: 'a', passages: 2_000 - (idsOf(parts).flat().length - 20), of: 2_000, from: null },
  ]);
});

test('what was not even read of a document is left out too', () => {
  const { parts, leftOut } = planOf([{ ...aDocument('a', 3, 300), of: 9 }], most);
  expect(parts).toHaveLength(1);
  expect(leftOut).toEqual([{ title: 'a', passages: 6, of: 9, from: null }]);
});

test('parts are bounded in number and tokens, in order, and together with what is left out make the whole', () => {
  const documents = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 350 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(documents, (sizes) => {
      const all = sizes.map(([count, tokens], index) => aDocument(`d${index}`, count, tokens));
      const { parts, leftOut } = planOf(all, most);
      expect(parts.length).toBeLessThanOrEqual(most);
      for (const { passages } of parts)
        expect(passages.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(partTokens);
      for (const [index, { passages, of }] of all.entries()) {
        const read = parts.flatMap((part) =>
          part.passages.filter(({ document }) => document.id === `d${index}`),
        );
        expect(read.map(({ id }) => id)).toEqual(passages.slice(0, read.length).map(({ id }) => id));
        expect(read.length).toBeGreaterThan(0);
        expect(read.length + (leftOut.find(({ title }) => title === `d${index}`)?.passages ?? 0)).toBe(of);
      }
    }),
    { numRuns: 60 },
  );
});

test('with fewer parts than documents, each has one', () => {
  const { parts } = planOf([aDocument('a', 90, 300), aDocument('b', 90, 300), aDocument('c', 1, 300)], 2);
  expect(idsOf(parts).map(([first]) => first)).toEqual(['a-0', 'b-0', 'c-0']);
});
