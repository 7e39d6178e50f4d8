import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PreviewSection } from '../api/types.ts';
import { glimpseOf, newHeadings, previewBlocks } from './preview-text.ts';

const aSection = (text: string, start = 0, headings: readonly string[] = []): PreviewSection => ({
  ordinal: 0,
  headings,
  page: null,
  place: null,
  aside: null,
  language: 'fr',
  start,
  end: start + text.length,
  text,
});

it('marks the cited range inside its paragraph only', () => {
  const text = 'Premier paragraphe.\n\nLe tarif est de 12 euros par enfant.';
  const start = 100 + text.indexOf('12 euros');
  expect(previewBlocks(aSection(text, 100), { start, end: start + 8 })).toEqual([
    { kind: 'text', pieces: [{ text: 'Premier paragraphe.', isCited: false }] },
    {
      kind: 'text',
      pieces: [
        { text: 'Le tarif est de ', isCited: false },
        { text: '12 euros', isCited: true },
        { text: ' par enfant.', isCited: false },
      ],
    },
  ]);
});

it('reads a table written with bars, drops its rule, and cites whole rows', () => {
  const text = '| Tranche | Tarif |\n| --- | --- |\n| A | 2,10 € |\n| B | 3,40 € |';
  const start = text.indexOf('2,10');
  expect(previewBlocks(aSection(text), { start, end: start + 4 })).toEqual([
    {
      kind: 'table',
      rows: [
        { cells: ['Tranche', 'Tarif'], isCited: false },
        { cells: ['A', '2,10 €'], isCited: true },
        { cells: ['B', '3,40 €'], isCited: false },
      ],
    },
  ]);
});

it('leaves out headings that the text repeats at its start, never all of it', () => {
  const textOf = (section: PreviewSection) =>
    previewBlocks(section, null).map((block) => (block.kind === 'text' ? block.pieces[0]?.text : 'table'));
  expect(textOf(aSection('Tarifs\n\nRepas\n\n2 euros.\n\nRepas', 0, ['Tarifs', 'Repas']))).toEqual([
    '2 euros.',
    'Repas',
  ]);
  expect(textOf(aSection('Tarifs', 0, ['Tarifs']))).toEqual(['Tarifs']);
});

it('keeps a bar that is written inside a cell, and a row of dashes that are content', () => {
  const text = '| Code | Prix |\n| a\\|b | 2 € |\n| - | - |';
  expect(previewBlocks(aSection(text), null)).toEqual([
    {
      kind: 'table',
      rows: [
        { cells: ['Code', 'Prix'], isCited: false },
        { cells: ['a|b', '2 €'], isCited: false },
        { cells: ['-', '-'], isCited: false },
      ],
    },
  ]);
});

it('shows a heading once, and again when an outer one changes', () => {
  const sections = [['A'], ['A', 'B'], ['A', 'B'], ['C', 'B']].map((path) => aSection('x', 0, path));
  expect(newHeadings(sections).map((list) => list.map(({ text, depth }) => `${depth}${text}`))).toEqual([
    ['0A'],
    ['1B'],
    [],
    ['0C', '1B'],
  ]);
});

it('marks exactly the characters of the range, whatever the text', () => {
  const text = fc.array(fc.constantFrom('a', 'é', ' ', '\n\n', 'mot', '😀'), { maxLength: 40 });
  fc.assert(
    fc.property(text, fc.nat(80), fc.nat(80), fc.nat(50), (parts, a, b, offset) => {
      const whole = parts.join('');
      const range = { start: offset + Math.min(a, b), end: offset + Math.max(a, b) };
      const cited = previewBlocks(aSection(whole, offset), range)
        .flatMap((block) => (block.kind === 'text' ? block.pieces : []))
        .filter((piece) => piece.isCited)
        .map((piece) => piece.text)
        .join('');
      const expected = whole.slice(range.start - offset, range.end - offset);
      expect(cited.replace(/\s/g, '')).toBe(expected.replace(/\s/g, ''));
    }),
  );
});

it('leaves out the title and the headings that a section opens with: they stand above it', () => {
  const section = aSection('Règlement\n\nCongés\n\nTrente jours.', 0, ['Congés']);
  const shown = previewBlocks(section, null, 'Règlement');
  expect(shown.map((block) => (block.kind === 'text' ? block.pieces[0]?.text : ''))).toEqual([
    'Trente jours.',
  ]);
});

it('gives rows of a table without their bars, and leaves other lines as they are', () => {
  expect(glimpseOf('| Zone | Prix |\n|---|:-:|\n| A | 3,20 € \\| jour |  |\nOuvert | fermé')).toBe(
    'Zone · Prix\nA · 3,20 € | jour\nOuvert | fermé',
  );
});
