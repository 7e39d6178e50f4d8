import { expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { spreadOverHeadings } from './spread-over-headings.ts';

const passages = [
  { ...aPassage({ id: 'a1', headings: ['Préavis'] }), score: 1 },
  { ...aPassage({ id: 'a2', headings: ['Préavis'] }), score: 0.95 },
  { ...aPassage({ id: 'b1', headings: ['Congés'] }), score: 0.9 },
  { ...aPassage({ id: 'c1', headings: [] }), score: 0.8 },
  { ...aPassage({ id: 'c2', headings: [] }), score: 0.79 },
];
const order = (isLong: boolean) => spreadOverHeadings(passages, () => isLong).map(({ id }) => id);

test('the next article of a long document goes before more of the same one', () => {
  expect(order(true)).toEqual(['a1', 'b1', 'c1', 'c2', 'a2']);
});

test('a short document keeps its order', () => {
  expect(order(false)).toEqual(['a1', 'a2', 'b1', 'c1', 'c2']);
});
