import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { linesOf, ownWords, paragraphsOf } from './lines.ts';
import type { Piece } from './piece.ts';

/** Share of the lines that must be prose; a line is when it fills this share of the width, or is spaced out evenly. */
const minProse = 0.4;
const fullWidth = 0.8;
const minWords = 4;
const evenGaps = 1.5;

/**
 * Gives back to prose the "tables" that the layout saw in it where justified lines have wide gaps between their words.
 * Drawn tables stay.
 */
export function withoutJustifiedTables(page: ParsedPage, pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind !== 'table' || piece.ruled) return [piece];
    const items = ownWords(piece, page, pieces);
    const lines = linesOf(items);
    const prose = lines.filter((line) => isProse(line, piece.right - piece.left, lines)).length;
    return prose > 0 && prose >= lines.length * minProse ? paragraphsOf(items, page) : [piece];
  });
}

function isProse(line: readonly TextItem[], width: number, lines: readonly TextItem[][]): boolean {
  if (line.some((item) => item.width >= width * fullWidth)) return true;
  const gaps = line.slice(1).map((item, index) => item.x - (line[index]?.x ?? 0) - (line[index]?.width ?? 0));
  const even = line.length >= minWords && Math.max(...gaps) <= Math.min(...gaps) * evenGaps;
  return even && !standsInColumns(line, lines);
}

// Columns of the same width are spaced out evenly too, but their words start at one place in every line.
function standsInColumns(line: readonly TextItem[], lines: readonly TextItem[][]): boolean {
  const others = lines.filter((other) => other !== line).flatMap((other) => other.slice(1));
  const aligned = line.slice(1).filter((item) => others.some((other) => Math.abs(other.x - item.x) < 2));
  return aligned.length >= (line.length - 1) / 2;
}
