import { expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { materialOfNotes, materialOfPassages, sourcesToShow } from './material.ts';

const passage = (id: string, document: string) =>
  aPassage({ id, document: { id: document, title: document } });
const one = [passage('a', 'd1'), passage('b', 'd1'), passage('c', 'd1')];
const other = [passage('e', 'd2'), passage('f', 'd2')];
const part = { number: 1, of: 1 };

test('notes keep what they cite, under numbers of the whole', () => {
  const { sources, blocks } = materialOfNotes(
    [
      { part, passages: one, text: '- Premier point [3].' },
      { part, passages: other, text: '- Second point [2][1].' },
    ],
    'fr',
  );
  expect(sources.map(({ n, id }) => [n, id])).toEqual([
    [1, 'a'],
    [2, 'c'],
    [3, 'e'],
    [4, 'f'],
  ]);
  expect(blocks[0]).toContain('- Premier point [2].');
  expect(blocks[1]).toContain('- Second point [4][3].');
});

test('each document that was read has a source, cited or not', () => {
  const { sources } = materialOfNotes([{ part, passages: one, text: 'Rien de numéroté.' }], 'fr');
  expect(sources.map(({ id }) => id)).toEqual(['a']);
  const short = materialOfPassages([...one, ...other], 'fr');
  expect(sourcesToShow(short.sources, new Set([2])).map(({ n }) => n)).toEqual([1, 2, 4]);
});

test('a model that writes more notes than told does not fill the next prompt', () => {
  const long = Array.from({ length: 3_000 }, (_, line) => `- Note numéro ${line} [1].`).join('\n');
  for (const text of [long, long.replaceAll('\n', ' ')]) {
    const { blocks } = materialOfNotes([{ part, passages: one, text }], 'fr');
    expect(countTokens(blocks.join())).toBeLessThan(4_100);
    expect(blocks.join()).toMatch(/…$/);
  }
});
