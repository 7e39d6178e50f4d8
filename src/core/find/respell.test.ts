import { describe, expect, it, test } from 'vitest';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import type { WordHits } from '../../ports/search-index.ts';
import { writtenIdOf } from './encode.ts';
import { neighbours, respell } from './respell.ts';

/** An index whose readable passages have these words so often. */
function indexOf(words: Readonly<Record<string, number>>) {
  const counts = new Map(Object.entries(words).map(([word, n]) => [writtenIdOf(word, 'fr'), n]));
  const searches: number[] = [];
  return {
    searches,
    index: {
      searchWords: async ({ ids }: { readonly ids: Int32Array }): Promise<WordHits> => {
        searches.push(ids.length);
        return {
          hits: [],
          readableChunks: 10,
          documentFrequency: new Map([...ids].map((id) => [id, counts.get(id) ?? 0])),
        };
      },
    },
  };
}
const signal = new AbortController().signal;
const wanted = { within: anAccessFilter(), languages: ['fr'] as const, signal };
const ask = (question: string, unknown: string, words: Readonly<Record<string, number>>) =>
  respell(
    indexOf(words),
    question,
    [
      { surface: unknown, passages: 0 },
      { surface: 'jours', passages: 3 },
    ],
    wanted,
  );

describe('respell', () => {
  test.each([
    ['teletravial', 'two letters changed places'],
    ['teletravil', 'one is missing'],
    ['teletravaill', 'one too many'],
    ['teletrqvail', 'one is wrong'],
  ])('%s: %s', async (written) => {
    expect(await ask(`Combien de jours de ${written} ?`, written, { teletravail: 4 })).toBe(
      'Combien de jours de teletravail ?',
    );
  });

  it('keeps the accents of what was written rightly', async () => {
    expect(await ask('Et le télétravial ?', 'teletravial', { teletravail: 4 })).toBe('Et le télétravail ?');
  });

  it('takes the commonest of several, and leaves all else as it was written', async () => {
    const words = { indemnite: 9, indemnise: 2 };
    expect(await ask('L’INDEMNITRE d’Œuvre, combien de jours', 'indemnitre', words)).toBe(
      'L’INDEMNITE d’Oeuvre, combien de jours',
    );
  });

  it('offers no word that only shares its stem with one of the documents', async () => {
    expect(await ask('le rembourssement', 'rembourssement', { rembourser: 4 })).toBeNull();
    expect(await ask('le rembourssement', 'rembourssement', { remboursement: 4 })).toBe('le remboursement');
  });

  it('R02: gives nothing where no readable passage has such a word, and for short words', async () => {
    expect(await ask('le teletravial', 'teletravial', { telephone: 4 })).toBeNull();
    expect(await ask('la chase', 'chase', { chasse: 4 })).toBeNull();
  });

  it('searches for nothing where all words are known, or the unknown one is no plain word', async () => {
    const { index, searches } = indexOf({ teletravail: 4 });
    for (const surface of ['2025-t-07', 'cst', 'y'.repeat(2_000)])
      expect(await respell({ index }, surface, [{ surface, passages: 0 }], wanted)).toBeNull();
    expect(
      await respell({ index }, 'télétravail', [{ surface: 'teletravail', passages: 4 }], wanted),
    ).toBeNull();
    expect(searches).toEqual([]);
  });

  it('R24: looks for a word that has been slipped in, beside one that nobody could have written', async () => {
    const { index, searches } = indexOf({ teletravail: 4 });
    const asked = ['yab'.repeat(500), 'teletravial'].map((surface) => ({ surface, passages: 0 }));
    expect(await respell({ index }, 'le teletravial', asked, wanted)).toBe('le teletravail');
    expect(searches).toHaveLength(1);
  });

  it('keeps the first letter, and gives no word twice', () => {
    const found = neighbours('conges');
    expect(new Set(found).size).toBe(found.length);
    expect(found.every((word) => word.startsWith('c') && word !== 'conges')).toBe(true);
    expect(found).toEqual(expect.arrayContaining(['congs', 'cognes', 'congees', 'congez', 'congesx']));
  });
});
