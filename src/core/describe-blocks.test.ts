import { expect, test } from 'vitest';
import { describeBlocks } from './describe-blocks.ts';
import { onPage } from './place.ts';

test('blocks read as people write them, with a line where the place or the kind of text changes', () => {
  const lines = describeBlocks(
    [
      { kind: 'heading', level: 1, text: 'Congés', place: onPage(1) },
      { kind: 'paragraph', text: 'Trente jours.', place: onPage(1) },
      { kind: 'list-item', text: 'un', depth: 1, place: onPage(2) },
      { kind: 'paragraph', text: 'Sauf le maire.', place: onPage(2), aside: 'note' },
      { kind: 'table', header: ['a', 'b'], rows: [['1', '2']], place: onPage(2), recognised: 0.914 },
    ],
    'fr',
  );
  expect(lines).toEqual([
    '[p. 1]',
    '',
    '# Congés',
    'Trente jours.',
    '[p. 2]',
    '  - un',
    '[p. 2 · note]',
    'Sauf le maire.',
    '[p. 2 · caractères reconnus, 91 %]',
    '| a | b |',
    '| --- | --- |',
    '| 1 | 2 |',
  ]);
});
