import type { Piece } from './piece.ts';

const sentenceEnd = /[.!?:;…»”)]$/u;
const opensAnew = /^(?:\d+[.)]|[•◦▪●➔❏–-]\s|(?:article|annexe|chapitre|titre|partie|section)\b)/i;
const maxHeadingCharacters = 200;
const numberedTitle = /^(?:[a-z]\)|[ivx]+[.)]|\d{1,2}(?:\.\d{1,2})*[.)]?)\s+\p{Lu}/iu;

/**
 * Mends what the layout cut: a paragraph over two pages or two boxes, a heading over two lines; takes back headings
 * that are sentences, and makes bold numbered lines headings.
 */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces.flatMap(listItems).map(rightKind)) {
    const last = joined.at(-1);
    const merged = last === undefined ? null : join(last, piece);
    if (merged === null) joined.push(piece);
    else joined[joined.length - 1] = merged;
  }
  return joined;
}

const bullets = '➢✓➔❏❑▪•◦';
const opensItem = new RegExp(`^[${bullets}–-]\\s+(?=\\S)`, 'u');
/** Before an item: a bullet anywhere, a dash only where a phrase ends. */
const partsItems = new RegExp(`\\s+(?=[${bullets}]\\s+\\S)|(?<=[;:.,])\\s+(?=[–-]\\s+\\p{L})`, 'u');

// Lists whose bullets the layout took for words: "➢ informer ; ➢ accompagner"; items that it left in one piece: "son annexe
// : - Annexe 1 ; - Annexe 2". The circle marks inner items in the lists of word processors.
function listItems(piece: Piece): Piece[] {
  if (piece.kind !== 'paragraph' && piece.kind !== 'list-item') return [piece];
  const [first = '', ...others] = piece.text.split(partsItems);
  if (piece.kind === 'paragraph' && !opensItem.test(first) && !others.some((text) => isBulleted(text)))
    return [piece];
  const inner = piece.kind === 'list-item' && first.endsWith(':') ? piece.level + 1 : piece.level;
  const item = (text: string, level: number): Piece => ({
    ...piece,
    kind: 'list-item',
    level: text.startsWith('◦') ? Math.max(1, level) : level,
    text: text.replace(opensItem, ''),
  });
  const opening = opensItem.test(first) ? item(first, piece.level) : { ...piece, text: first };
  return [opening, ...others.map((text) => item(text, inner))].filter(({ text }) => text !== '');
}

const isBulleted = (text: string): boolean => bullets.includes(text.charAt(0));

function rightKind(piece: Piece): Piece {
  if (piece.kind === 'heading' && !isHeading(piece.text)) return { ...piece, kind: 'paragraph', level: 0 };
  if (
    piece.kind === 'paragraph' &&
    piece.bold &&
    piece.text.length <= 120 &&
    numberedTitle.test(piece.text)
  ) {
    return sentenceEnd.test(piece.text) ? piece : { ...piece, kind: 'heading', level: 4 };
  }
  return piece;
}

function isHeading(text: string): boolean {
  if (text.length > maxHeadingCharacters || !/\p{L}/u.test(text)) return false;
  if (/^[-–•➔]\s/.test(text) || /^\p{Ll}/u.test(text)) return false;
  return !/[,;.]$/.test(text) || /^\d+\.$|\betc\.$/.test(text);
}

function join(last: Piece, next: Piece): Piece | null {
  if (last.kind === 'heading' && next.kind === 'heading') return joinHeadings(last, next);
  const textual = last.kind === 'paragraph' || last.kind === 'list-item' || last.kind === 'heading';
  if (!textual || next.kind !== 'paragraph' || !goesOn(last, next)) return null;
  const text = /\p{L}-$/u.test(last.text) ? last.text.slice(0, -1) + next.text : `${last.text} ${next.text}`;
  const stillTitle = numberedTitle.test(last.text) && text.length <= maxHeadingCharacters;
  const kind = last.kind === 'heading' && !stillTitle ? 'paragraph' : last.kind;
  return {
    ...last,
    kind,
    level: kind === 'paragraph' ? 0 : last.level,
    text,
    bottom: next.bottom,
    right: Math.max(last.right, next.right),
  };
}

function joinHeadings(last: Piece, next: Piece): Piece | null {
  const height = Math.min(last.bottom - last.top, next.bottom - next.top);
  const close = next.page === last.page && next.top >= last.top && next.top - last.bottom < height;
  if (!close || next.level !== last.level || opensAnew.test(next.text) || sentenceEnd.test(last.text))
    return null;
  const text = `${last.text} ${next.text}`;
  const overlaps = next.left < last.right && last.left < next.right;
  return overlaps && text.length <= maxHeadingCharacters ? { ...last, text, bottom: next.bottom } : null;
}

// A text goes on when it neither ended nor starts anew: lower case after an open end, just below or on the next page.
function goesOn(last: Piece, next: Piece): boolean {
  if (sentenceEnd.test(last.text) || !/^\p{Ll}/u.test(next.text)) return false;
  if (next.page === last.page + 1) return last.kind !== 'heading' && last.bottom > last.pageHeight * 0.7;
  const overlaps = next.left < last.right && last.left < next.right;
  const gap = next.top - last.bottom;
  return next.page === last.page && overlaps && gap > -20 && gap < 14;
}
