import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignPages, type TextRange } from './align-pages.ts';

/** A text of paragraphs with the range of each. */
function textOf(paragraphs: readonly string[]): { text: string; parts: TextRange[] } {
  let start = 0;
  const parts = paragraphs.map((paragraph) => {
    const part = { start, end: start + paragraph.length };
    start = part.end + 2;
    return part;
  });
  return { text: paragraphs.join('\n\n'), parts };
}

const cantine = 'Le tarif de la cantine est fixé à trois euros pour les enfants de la commune.';
const piscine = 'La piscine municipale ouvre ses portes le premier juin à dix heures précises.';
const budget = 'Le conseil adopte le budget annexe de l’eau à la majorité absolue des membres.';

describe('alignPages', () => {
  test('gives each part the page that its words are printed on, and both where a page ends inside it', () => {
    const { text, parts } = textOf([cantine, piscine, budget]);
    const pages = [
      `${cantine}\nLa piscine municipale ouvre`,
      `ses portes le premier juin à dix heures précises.\n${budget}`,
    ];
    expect(alignPages(text, parts, pages)).toEqual([
      { from: 1, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 2 },
    ]);
  });

  test('is not led astray by headers, page numbers and a table of contents that repeats the headings', () => {
    const { text, parts } = textOf(['1 Cantine', cantine, '2 Piscine', piscine]);
    const head = 'Ville de Bellerive — Règlement intérieur';
    const pages = [
      `${head}\nSommaire\n1 Cantine ........ 2\n2 Piscine ........ 3\n1`,
      `${head}\n1 Cantine\n${cantine}\n2`,
      `${head}\n2 Piscine\n${piscine}\n3`,
    ];
    expect(alignPages(text, parts, pages)).toEqual([2, 2, 3, 3].map((page) => ({ from: page, to: page })));
  });

  test('finds a footnote on its page, though the text tells it at the end', () => {
    const note = 'Délibération du 12 mars 2024 publiée au recueil des actes administratifs.';
    const { text, parts } = textOf([cantine, piscine, budget, note]);
    const found = alignPages(text, parts, [`${cantine}\n1 ${note}`, piscine, budget]);
    expect(found[3]).toEqual({ from: 1, to: 1 });
  });

  test('says nothing of what is printed nowhere', () => {
    const { text, parts } = textOf([
      cantine,
      'Commentaire : à revoir avec Madame Durand avant jeudi soir.',
      piscine,
    ]);
    expect(alignPages(text, parts, [cantine, piscine])[1]).toBeNull();
    expect(alignPages(text, parts, [])).toEqual([null, null, null]);
    expect(alignPages('', [{ start: 0, end: 0 }], [cantine])).toEqual([null]);
  });

  test('tells repeated paragraphs apart by what stands around them', () => {
    const repeated = 'Vu le code général des collectivités territoriales et notamment ses articles.';
    const { text, parts } = textOf([repeated, cantine, repeated, piscine]);
    const found = alignPages(text, parts, [`${repeated}\n${cantine}`, `${repeated}\n${piscine}`]);
    expect(found.map((place) => place?.from)).toEqual([1, 1, 2, 2]);
  });

  // Paragraphs of words from a small vocabulary, so that much is repeated, each with a few words of its own.
  const paragraphs = fc
    .array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 8, maxLength: 60 }), {
      minLength: 1,
      maxLength: 30,
    })
    .map((numbers) =>
      numbers.map((words, index) =>
        words.map((word, at) => (at % 4 === 0 ? `p${index}m${at}` : `mot${word}`)),
      ),
    );

  test('finds the true pages of any text, however it is broken into pages with headers', () => {
    fc.assert(
      fc.property(paragraphs, fc.integer({ min: 5, max: 120 }), (words, wordsPerPage) => {
        const { text, parts } = textOf(words.map((paragraph) => paragraph.join(' ')));
        const all = words.flat();
        const pages: string[] = [];
        for (let from = 0; from < all.length; from += wordsPerPage)
          pages.push(
            `Règlement intérieur page ${pages.length + 1}\n${all.slice(from, from + wordsPerPage).join(' ')}`,
          );
        let at = 0;
        const truth = words.map((paragraph) => {
          const from = Math.floor(at / wordsPerPage) + 1;
          at += paragraph.length;
          return { from, to: Math.floor((at - 1) / wordsPerPage) + 1 };
        });
        expect(alignPages(text, parts, pages)).toEqual(truth);
      }),
      { numRuns: 300 },
    );
  });

  test('gives pages that exist, first before last, for any two texts', () => {
    const anyText = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'é', '1'), { maxLength: 80 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), fc.array(anyText, { maxLength: 6 }), (told, pages) => {
        const { text, parts } = textOf(told);
        for (const place of alignPages(text, parts, pages)) {
          if (place === null) continue;
          expect(place.from).toBeGreaterThanOrEqual(1);
          expect(place.to).toBeGreaterThanOrEqual(place.from);
          expect(place.to).toBeLessThanOrEqual(pages.length);
        }
      }),
    );
  });
});
