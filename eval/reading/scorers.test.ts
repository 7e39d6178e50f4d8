import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedText, readText } from './expected-text.ts';
import { bigramRecall, cellRecall, wordRecall } from './scorers.ts';

const plain = (text: string, cells: readonly string[] = []) => ({ text, cells });

describe('scorers of a reading', () => {
  test('words count as often as they stand there, wherever they stand', () => {
    const { score, missing } = wordRecall(plain('Le maire et le conseil'), plain('CONSEIL le, maire'));
    expect(score).toBeCloseTo(3 / 5);
    expect(missing).toEqual(['et', 'le']);
  });

  test('neighbours tell whether the order was kept', () => {
    expect(bigramRecall(plain('a b c d'), plain('a b c d')).score).toBe(1);
    expect(bigramRecall(plain('a b c d'), plain('c d a b')).score).toBeCloseTo(2 / 3);
  });

  test('cells are compared whole; without any, there is nothing to say', () => {
    expect(cellRecall(plain('', ['Nom', '12 €']), plain('', ['nom', '12'])).score).toBe(1);
    expect(cellRecall(plain('', ['Nom', '12 €']), plain('', ['nom 12'])).score).toBe(0);
    expect(cellRecall(plain('a'), plain('a')).score).toBeNull();
  });

  test('a text scores 1 against itself, and never above 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        for (const scorer of [wordRecall, bigramRecall]) {
          expect(scorer(plain(one), plain(one)).score ?? 1).toBe(1);
          expect(scorer(plain(one), plain(other)).score ?? 1).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test('an expected Markdown loses its marks and keeps its cells', () => {
  const { text, cells } = expectedText(
    '# A\n\n<!-- image -->\n\nb **c**\n\n| d | e |\n|---|---|\n| f g | |',
    'a.md',
  );
  expect(text.trim().split(/\s+/)).toEqual(['A', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(cells).toEqual(['d', 'e', 'f g', '']);
  expect(expectedText('# A', 'a.txt').text).toBe('# A');
});

test('a reading gives its text in order, and the cells of its tables', () => {
  const read = readText({
    blocks: [
      { kind: 'heading', level: 1, text: 'A' },
      { kind: 'table', header: ['d'], rows: [['f']] },
    ],
  });
  expect(read).toEqual({ text: 'A\nd\nf', cells: ['d', 'f'] });
});
