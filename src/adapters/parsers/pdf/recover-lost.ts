import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';
import { isIn, isLevelWith, paragraphsOf, textOfItem } from './lines.ts';
import { insertPiece, type Piece, wordsOf } from './piece.ts';

/** Share of the page at its top and bottom where the layout drops headers and footers on purpose. */
const band = 0.15;
/** Lost words of a region from which its table is given up: below, it is only a hyphen mended or a letter misread. */
const minLostWords = 6;

/**
 * Finds lines that the layout dropped (it happens where it takes prose for a table) and puts them back where they stand.
 * A table that swallowed lines is replaced by the lines of its region: its cells are wrong as well.
 */
export function recoverLost(page: ParsedPage, pieces: readonly Piece[]): Piece[] {
  const ruled = pieces.filter((piece) => piece.ruled);
  const others = pieces.filter((piece) => !piece.ruled);
  const tables = others.filter((piece) => piece.kind === 'table');
  const items = page.textItems.filter(
    (item) =>
      !ruled.some((table) => isIn(item, table)) &&
      (isBody(item, page) || tables.some((table) => isLevelWith(item, table))),
  );
  const lost = lostItems(items, others);
  if (lostWords(lost) < minLostWords) return [...pieces];
  const isSound = (piece: Piece): boolean =>
    piece.kind !== 'table' || !lost.some((item) => isLevelWith(item, piece));
  const missing = lostItems(items, others.filter(isSound));
  return paragraphsOf(missing, page)
    .reduce<readonly Piece[]>(
      insertPiece,
      pieces.filter((piece) => piece.ruled || isSound(piece)),
    )
    .slice();
}

function lostWords(lost: readonly TextItem[]): number {
  return lost.reduce((total, item) => total + wordsIn(textOfItem(item)).length, 0);
}

function isBody(item: TextItem, page: ParsedPage): boolean {
  const upright = Math.abs(item.rotation ?? 0) < 1;
  return upright && item.y > page.height * band && item.y + item.height < page.height * (1 - band);
}

// Items of which most words are in no piece; every word of the pieces serves once.
function lostItems(items: readonly TextItem[], pieces: readonly Piece[]): TextItem[] {
  const left = new Map<string, number>();
  for (const word of wordsIn(pieces.map(wordsOf).join(' '))) left.set(word, (left.get(word) ?? 0) + 1);
  return items.filter((item) => {
    const words = wordsIn(textOfItem(item));
    let found = 0;
    for (const word of words) {
      const count = left.get(word) ?? 0;
      if (count > 0) found += 1;
      left.set(word, count - 1);
    }
    return words.length > 0 && found < words.length / 2;
  });
}

function wordsIn(text: string): string[] {
  return (
    cleanText(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
