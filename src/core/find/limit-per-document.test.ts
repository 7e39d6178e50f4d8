import { expect, it } from 'vitest';
import { limitPerDocument } from './limit-per-document.ts';

it('keeps the first items of each document, in order', () => {
  const items = ['a1', 'b1', 'a2', 'a3', 'b2', 'c1'];
  const documentOf = (item: string) => item.charAt(0);
  expect(limitPerDocument(items, documentOf, () => 2)).toEqual(['a1', 'b1', 'a2', 'b2', 'c1']);
  expect(limitPerDocument(items, documentOf)).toEqual(['a1', 'b1', 'c1']);
});
