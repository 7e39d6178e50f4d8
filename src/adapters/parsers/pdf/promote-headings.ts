import { bodySize, type Piece } from './piece.ts';

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
  let before: Piece | undefined;
  return pieces.map((piece) => {
    const level = levelOfPattern(piece, headings) ?? levelOfNext(piece, before);
    if (level !== null) {
      before = { ...piece, kind: 'heading', level };
      return before;
    }
    if (piece.kind === 'heading') before = piece;
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

// A bold line that opens as headings of this document do ("ARTICLE 4", "2.1") is one of them.
function levelOfPattern({ kind, bold, text }: Piece, headings: readonly Piece[]): number | null {
  if (kind !== 'paragraph' || !bold || text.length > maxCharacters || /[.,;:]$/.test(text)) return null;
  const pattern = patternOf(text);
  if (pattern === null) return null;
  return headings.find((heading) => patternOf(heading.text) === pattern)?.level ?? null;
}

// « 6. Litiges » in the type of « 5. Cadeaux » goes on with the headings, where the layout takes it for a list.
function levelOfNext({ kind, size, text }: Piece, before: Piece | undefined): number | null {
  if (kind !== 'list-item' || before === undefined || Math.abs(before.size - size) > 0.5) return null;
  if (text.length > maxCharacters || /[.,;:]$/.test(text)) return null;
  const [number, last] = [text, before.text].map((one) => Number(/^(\d{1,2})[.)]\s+\p{Lu}/u.exec(one)?.[1]));
  return number === (last ?? Number.NaN) + 1 ? before.level : null;
}

function patternOf(text: string): string | null {
  const word = /^(article|annexe|chapitre|titre|partie|section|lot)\s+\S/i.exec(text)?.[1];
  if (word !== undefined) return word.toLowerCase();
  const number = /^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\p{Lu}/u.exec(text)?.[1];
  return number === undefined ? null : number.replace(/\d+/g, '0');
}

function levelOf(size: number, headings: readonly Piece[]): number {
  const same = headings.find((heading) => Math.abs(heading.size - size) < 1);
  if (same !== undefined) return same.level;
  const larger = headings.filter((heading) => heading.size > size).map((heading) => heading.level);
  return Math.min(6, Math.max(0, ...larger.filter((level) => level < 6)) + 1);
}
