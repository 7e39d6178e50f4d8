import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { quoteUnitsOf } from './quote-units.ts';

const unitsOf = (text: string, headings: string[] = []) => quoteUnitsOf(aPassage({ text, headings }), 'fr');

test('sentences, without the headings', () => {
  const text = 'Règlement de la cantine\n\nHoraires\n\nLa cantine ouvre à midi. Elle ferme à 14 h.';
  expect(unitsOf(text, ['2. Horaires', 'Horaires']).map((unit) => unit.text)).toEqual([
    'La cantine ouvre à midi.',
    'Elle ferme à 14 h.',
  ]);
});

test('items know what introduces them', () => {
  const units = unitsOf('Il faut fournir :\n- une photo\n- un acte de naissance');
  expect(units.map(({ kind, text, introducedBy }) => [kind, text, introducedBy])).toEqual([
    ['sentence', 'Il faut fournir :', null],
    ['item', 'une photo', 0],
    ['item', 'un acte de naissance', 0],
  ]);
});

test('rows know the names of their columns', () => {
  const units = unitsOf('| Tarif | 2025 | 2026 |\n| A | 12 € | 13 € |\n| B \\| C | 14 € | 15 € |');
  expect(units.map(({ text }) => text)).toEqual(['| A | 12 € | 13 € |', '| B \\| C | 14 € | 15 € |']);
  expect(units[1]?.cells).toEqual([
    { name: 'Tarif', value: 'B | C' },
    { name: '2025', value: '14 €' },
    { name: '2026', value: '15 €' },
  ]);
});

test('rows without a header have nameless columns', () => {
  expect(unitsOf('| A | 12 € |\n| B | 14 € |').map(({ cells }) => cells[1])).toEqual([
    { name: '', value: '12 €' },
    { name: '', value: '14 €' },
  ]);
});

test('a first row that looks otherwise than those below names the columns, also where it has numbers', () => {
  const namesOf = (text: string) => unitsOf(text).map(({ cells }) => cells[1]?.name);
  for (const header of [
    'Nom | Lun 30 | Mar 1',
    'Nom | 30/11 | 01/12',
    'Nom | 8h-12h | 14h-18h',
    'Nom | 49 | 50',
  ])
    expect(namesOf(`${header}\nAda Roux | M | RH\nZoé Petit | RH | S`)).toEqual([
      header.split(' | ')[1],
      header.split(' | ')[1],
    ]);
  expect(namesOf('Tarif | 1er trimestre | 2e trimestre\nA | 12 € | 13 €')).toEqual(['1er trimestre']);
  // Rows that are alike, and a number or a price among them, are no names.
  expect(namesOf('Ada Roux | 1er étage | 3\nZoé Petit | 2e étage | 4')).toEqual(['', '']);
  expect(namesOf('Repas | 4,60 € | 5,20 €\nGoûter | offert | offert')).toEqual(['', '']);
  expect(namesOf('Ada Roux | 12 | 14\nZoé Petit | 13 | 15')).toEqual(['', '']);
});

test('a table that stands apart has names of its own', () => {
  const units = unitsOf('| Jour | Forfait |\n| Lundi | 12 € |\n\n| Repas | Prix |\n| Invité | 13 € |');
  expect(units.map(({ cells }) => cells[1])).toEqual([
    { name: 'Forfait', value: '12 €' },
    { name: 'Prix', value: '13 €' },
  ]);
});

test('every unit stands word for word in the passage', () => {
  const piece = fc.constantFrom(
    'Un mot. ',
    'Deux :\n',
    '\n- ',
    '| a | 1 |\n',
    '|',
    '---',
    '\n\n',
    '# T\n',
    '1) ',
    'é ',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      for (const unit of unitsOf(text)) expect(text).toContain(unit.text);
    }),
  );
});
