import { expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { encodeQuery, termIdOf } from './encode.ts';
import { chooseFocus } from './focus.ts';

it('looks into the documents that share the name asked for, unless so many do that it tells nothing', () => {
  const query = encodeQuery('Code du travail télétravail indemnité forfaitaire', ['fr']);
  const words = { hits: [], readableChunks: 100_000, documentFrequency: new Map() };
  const focusOn = (count: number) =>
    chooseFocus(
      query,
      {},
      Array.from({ length: count }, (_, at) => ({
        documentId: `d${at}`,
        score: 1,
        named: 1,
        terms: [termIdOf('cod')],
        chunks: 10,
      })),
      words,
    );
  const most = tunables.find.focus.documents;
  expect(focusOn(most - 1)?.scope.documents).toHaveLength(most - 1);
  expect(focusOn(most)).toBeNull();
});
