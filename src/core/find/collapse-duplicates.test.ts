import { describe, expect, it } from 'vitest';
import type { Passage } from '../answer/passage.ts';
import { collapseDuplicates } from './collapse-duplicates.ts';

const document = {
  id: 'd',
  title: 'T',
  path: 'd',
  space: 's',
  version: 1,
  language: 'fr',
  modifiedAt: new Date(0),
  url: null,
} as const;
const passage = (id: string, text: string): Passage => ({
  id,
  sensitivity: 'interne',
  document,
  headings: [],
  place: null,
  aside: null,
  recognised: null,
  start: 0,
  end: text.length,
  text,
});
const folded = (...texts: string[]) =>
  collapseDuplicates(texts.map((text, at) => passage(String(at), text))).map(({ id, duplicates }) => [
    id,
    duplicates,
  ]);
const words = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `mot${'abcdefghij'.charAt(at % 10)}${'klmnopqrst'.charAt(Math.floor(at / 10))}`,
  );

describe('collapseDuplicates', () => {
  it('folds the same text, whatever its case, accents and punctuation, into the first', () => {
    expect(folded('Les congés sont dus.', 'Autre chose ici', 'LES CONGES SONT DUS')).toEqual([
      ['0', 1],
      ['1', 0],
    ]);
  });

  it('folds nearly the same text', () => {
    const long = words(40).join(' ');
    expect(folded(long, `${long} ajout`)).toEqual([['0', 1]]);
    expect(folded(long, words(30).join(' '))).toEqual([
      ['0', 0],
      ['1', 0],
    ]);
  });

  it('keeps texts apart that differ in a number, a date or a reference', () => {
    const long = words(40).join(' ');
    expect(folded(`${long} 30 jours`, `${long} 45 jours`)).toHaveLength(2);
    expect(folded(`${long} le 12 mars 2026`, `${long} le 13 mars 2026`)).toHaveLength(2);
    expect(folded(`${long} art. 6`, `${long} art. 7`)).toHaveLength(2);
    expect(folded('2024', '2025')).toHaveLength(2);
  });

  it('never folds texts that have no word', () => {
    expect(folded('…', '—')).toHaveLength(2);
  });
});
