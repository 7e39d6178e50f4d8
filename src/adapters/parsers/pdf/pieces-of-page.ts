import type { LayoutBlock, ParsedPage, Rect } from '@llamaindex/liteparse';
import { cleanCode, cleanText } from '../clean-text.ts';
import type { Piece } from './piece.ts';

/** The pieces of a page as liteparse found them, as plain text: its Markdown marks are taken off. */
export function piecesOfPage(page: ParsedPage): Piece[] {
  return (page.blocks ?? []).flatMap((block) => {
    const piece = pieceOf(block, page);
    return piece === null ? [] : [piece];
  });
}

function pieceOf(block: LayoutBlock, page: ParsedPage): Piece | null {
  const box = block.bbox ?? { x: 0, y: 0, width: page.width, height: 0 };
  const base = {
    text: '',
    level: block.level ?? 0,
    bold: block.bold ?? false,
    size: typeHeight(page, box),
    header: [],
    rows: [],
    page: page.pageNum,
    pageHeight: page.height,
    left: box.x,
    right: box.x + box.width,
    top: box.y,
    bottom: box.y + box.height,
  };
  const text = plain(block.text ?? '');
  switch (block.kind) {
    case 'heading':
      return text === '' ? null : { ...base, kind: 'heading', text, level: Math.max(1, block.level ?? 1) };
    case 'paragraph':
      return text === '' ? null : { ...base, kind: 'paragraph', text };
    case 'list_item':
      return text === '' ? null : { ...base, kind: 'list-item', text: numberOf(block) + text };
    case 'code':
      return { ...base, kind: 'code', text: cleanCode((block.lines ?? []).join('\n')) };
    case 'grid_fallback':
      return { ...base, kind: 'paragraph', text: cleanText((block.lines ?? []).join(' ')) };
    case 'table':
      return {
        ...base,
        kind: 'table',
        header: (block.header ?? []).map((cell) => plain(cell.text)),
        rows: (block.rows ?? []).map((row) => row.map((cell) => plain(cell.text))),
      };
    default:
      return null;
  }
}

// A bullet says nothing; "2." and "a)" are how others refer to an item.
function numberOf({ ordered = false, marker = '' }: LayoutBlock): string {
  return ordered && marker !== '' ? `${plain(marker)} ` : '';
}

// The height of the longest text run in the box.
function typeHeight(page: ParsedPage, box: Rect): number {
  let longest = 0;
  let height = 0;
  for (const item of page.textItems) {
    const middle = item.y + item.height / 2;
    const inside =
      middle >= box.y && middle <= box.y + box.height && item.x >= box.x - 1 && item.x <= box.x + box.width;
    if (!inside || item.text.length <= longest) continue;
    longest = item.text.length;
    height = item.height;
  }
  return height;
}

/** One line of plain text out of liteparse's inline Markdown (an "o" in the type of code is the bullet of inner lists); words hyphenated between two styled runs are joined. */
export function plain(markdown: string): string {
  const unmarked = markdown
    .replace(/`o`(?=\s)/g, '◦')
    .replace(/(?<![\\*])(\*{1,3})(?=\S)((?:\\.|[^*\\])+?)(?<=\S)\1(?!\*)/g, '$2')
    .replace(/(?<!\\)`([^`\n]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
  return mendHyphens(mendLetterSpacing(mendSpaces(cleanText(unmarked))));
}

// A word cut at the end of a line. Not "pré- et post-", nor a compound whose second half is capitalised.
function mendHyphens(text: string): string {
  return text.replace(/(\p{L}{2,})- (?!(?:et|ou|and|or|und|oder|à|y)\b)(\p{Ll}{2,})/gu, '$1$2');
}

// Titles and footers in spaced letters: "P a g e". Not the names of columns: "A B C D".
function mendLetterSpacing(text: string): string {
  return text.replace(/(?<!\S)\p{L} (?:[\p{L}\p{N}_] ){2,}[\p{L}\p{N}_](?!\S)/gu, (spaced) => {
    const letters = spaced.replaceAll(' ', '');
    return 'abcdefghijklmnopqrstuvwxyz'.includes(letters.toLowerCase()) ? spaced : letters;
  });
}

// Some programs print the space of a font as another glyph: "Venir#à#Ruby#après".
function mendSpaces(text: string): string {
  for (const glyph of ['#', '&']) {
    const glued = text.match(new RegExp(`[\\p{L},.;:]${glyph}(?=[\\p{L}«])`, 'gu'))?.length ?? 0;
    const spaces = text.split(' ').length - 1;
    if (glued >= 2 && glued > spaces) return cleanText(text.replaceAll(glyph, ' '));
  }
  return text;
}
