import type { Piece } from './piece.ts';

/** How much taller than the running text a line must be to head what follows. */
const minRatio = 1.25;
const maxCharacters = 120;

/**
 * Makes headings of short lines in larger type that the layout took for paragraphs (a size used once or twice in the
 * document). They take the level of the headings of about their size, else one that their rank among sizes gives.
 */
export function promoteHeadings(pieces: readonly Piece[]): Piece[] {
  const body = bodySize(pieces);
  if (body === 0) return [...pieces];
  const headings = pieces.filter((piece) => piece.kind === 'heading' && piece.size > 0);
  return pieces.map((piece) => {
    if (piece.kind !== 'paragraph' || piece.size < body * minRatio || piece.text.length > maxCharacters)
      return piece;
    const lines = (piece.bottom - piece.top) / piece.size;
    if (
      lines > 2.5 ||
      !/^[\p{Lu}\d«]/u.test(piece.text) ||
      !/\p{L}{3}/u.test(piece.text) ||
      /[.,;]$/.test(piece.text)
    ) {
      return piece;
    }
    return { ...piece, kind: 'heading', level: levelOf(piece.size, headings) };
  });
}

// The height of the most characters.
function bodySize(pieces: readonly Piece[]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of pieces) {
    const rounded = Math.round(size * 2) / 2;
    if (rounded > 0) characters.set(rounded, (characters.get(rounded) ?? 0) + text.length);
  }
  return [...characters].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

function levelOf(size: number, headings: readonly Piece[]): number {
  const same = headings.find((heading) => Math.abs(heading.size - size) < 1);
  if (same !== undefined) return same.level;
  const larger = headings.filter((heading) => heading.size > size).map((heading) => heading.level);
  return Math.min(6, Math.max(0, ...larger.filter((level) => level < 6)) + 1);
}
