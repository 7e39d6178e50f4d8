import type { LayoutBlock, ParsedPage } from '@llamaindex/liteparse';
import { expect, test } from 'vitest';
import { piecesOfPage } from './pieces-of-page.ts';

const aPage = (blocks: LayoutBlock[]): ParsedPage => ({
  pageNum: 1,
  width: 595,
  height: 842,
  text: '',
  markdown: '',
  textItems: [],
  blocks,
});

test('an item keeps the number that others refer to it by, and no bullet', () => {
  const pieces = piecesOfPage(
    aPage([
      { kind: 'list_item', ordered: true, marker: '2.', text: 'Le **titulaire**' },
      { kind: 'list_item', ordered: true, marker: 'a)', text: 'garantir' },
      { kind: 'list_item', ordered: false, marker: '•', text: 'une obligation' },
      { kind: 'list_item', ordered: true, marker: '3.', text: '' },
    ]),
  );
  expect(pieces.map(({ kind, text }) => [kind, text])).toEqual([
    ['list-item', '2. Le titulaire'],
    ['list-item', 'a) garantir'],
    ['list-item', 'une obligation'],
  ]);
});
