import { expect, test } from 'vitest';
import { onPage } from '../../core/place.ts';
import { blocksOfTable } from './table-rows.ts';

test('a declared header is kept, empty rows and columns go', () => {
  expect(
    blocksOfTable(
      ['Nom', '', 'Âge'],
      [
        ['Ana', '', '41'],
        ['', '', ''],
      ],
    ),
  ).toEqual([{ kind: 'table', header: ['Nom', 'Âge'], rows: [['Ana', '41']] }]);
});

test('words above numbers are a header', () => {
  expect(
    blocksOfTable(
      [],
      [
        ['Libellé', 'Niveau'],
        ['Innovation', '4'],
      ],
    ),
  ).toEqual([{ kind: 'table', header: ['Libellé', 'Niveau'], rows: [['Innovation', '4']] }]);
});

test('terms and their explanation have no header', () => {
  const rows = [
    ['RGAA', 'Référentiel d’accessibilité'],
    ['RGS', 'Référentiel de sécurité'],
  ];
  expect(blocksOfTable([], rows)).toEqual([{ kind: 'table', header: [], rows }]);
});

test('one column is text', () => {
  expect(
    blocksOfTable(
      [],
      [
        ['Compétences', ''],
        ['Savoir-être', ''],
      ],
      3,
    ),
  ).toEqual([
    { kind: 'paragraph', text: 'Compétences', place: onPage(3) },
    { kind: 'paragraph', text: 'Savoir-être', place: onPage(3) },
  ]);
});
