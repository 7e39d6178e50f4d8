import type { ParsedPage } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';
import { linesOf } from './lines.ts';
import { type Piece, wordsOf } from './piece.ts';

/** Share of the page, from its top and from its bottom, in which running headers and footers are looked for. */
const band = 0.15;
const maxCharacters = 160;
const minPages = 3;
/** A header may stand on odd pages only, and be absent from opening pages. */
const minShare = 0.25;
const samePlacePoints = 6;

/** Removes running headers, footers and page numbers: short texts that return at one height on many pages. */
export function withoutFurniture(pieces: readonly Piece[], pages: number): Piece[] {
  const running = runningTexts(pieces, pages);
  return pieces.flatMap((piece) => {
    if (!inBand(piece)) return [piece];
    if (isPageNumber(piece.text) && piece.kind !== 'table') return [];
    for (const { text, key, top } of running) {
      if (Math.abs(top - piece.top) > samePlacePoints) continue;
      if (keyOf(piece) === key) return [];
      // A header glued to the first paragraph of the page.
      if (piece.kind === 'paragraph' && piece.text.startsWith(`${text} `)) {
        return [{ ...piece, text: piece.text.slice(text.length + 1) }];
      }
    }
    return [piece];
  });
}

/**
 * The lines that stand at the top or the bottom of several pages, each once: they are in no block (the layout leaves most
 * of them out by itself), and a mark of sensitivity may be among them.
 */
export function linesOfMargins(pages: readonly ParsedPage[]): string[] {
  const counts = new Map<string, number>();
  for (const { textItems, height } of pages) {
    const margins = textItems.filter((item) => item.y < height * band || item.y > height * (1 - band));
    const lines = linesOf(margins).map((line) => cleanText(line.map((item) => item.text).join(' ')));
    for (const text of new Set(lines)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].flatMap(([text, count]) => (count > 1 && /\p{L}/u.test(text) ? [text] : []));
}

type Running = { readonly text: string; readonly key: string; readonly top: number };

function runningTexts(pieces: readonly Piece[], pages: number): Running[] {
  const places = new Map<string, { text: string; key: string; top: number; pages: Set<number> }>();
  for (const piece of pieces) {
    if (!inBand(piece) || piece.text.length > maxCharacters || piece.text === '') continue;
    const key = keyOf(piece);
    const place = `${Math.round(piece.top / samePlacePoints)} ${key}`;
    const found = places.get(place) ?? { text: piece.text, key, top: piece.top, pages: new Set<number>() };
    found.pages.add(piece.page);
    places.set(place, found);
  }
  return [...places.values()].filter((place) => place.pages.size >= Math.max(minPages, pages * minShare));
}

function inBand(piece: Piece): boolean {
  return (
    piece.bottom < piece.pageHeight * band ||
    piece.top < piece.pageHeight * band ||
    piece.top > piece.pageHeight * (1 - band)
  );
}

function keyOf(piece: Piece): string {
  return wordsOf(piece).replace(/\d+/g, '0');
}

function isPageNumber(text: string): boolean {
  return /^(page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(\s*(\/|\||sur|of|de)\s*\d{1,4})?$/i.test(text);
}
