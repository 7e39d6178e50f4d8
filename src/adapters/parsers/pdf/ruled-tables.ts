import { cleanText } from '../clean-text.ts';
import { type Piece, wordsOf } from './piece.ts';

type Cells = readonly (readonly string[])[];

/** How much of a table must be found again in the pieces that it replaces, and how much of them in it. */
const minOverlap = 0.8;

/**
 * Reads the ruled tables of some pages with pdf-parse, whose grid follows the drawn lines exactly. Slow (it parses the
 * file a second time), so it is asked only for pages that have rules. A failure costs nothing but the better table.
 */
export async function ruledTables(
  bytes: Uint8Array,
  pages: readonly number[],
): Promise<Map<number, Cells[]>> {
  const found = new Map<number, Cells[]>();
  if (pages.length === 0) return found;
  const { PDFParse, VerbosityLevel } = await import('pdf-parse');
  // pdf.js detaches the buffer that it is given.
  const parser = new PDFParse({
    data: bytes.slice(),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    // No image is decoded, no font is built: only lines and words matter.
    maxImageSize: 1,
    disableFontFace: true,
    useSystemFonts: false,
  });
  try {
    const result = await parser.getTable({ partial: [...pages] });
    for (const { num, tables } of result.pages) {
      const sound = tables
        .map(cleanTable)
        .filter((cells) => cells.length >= 2 && (cells[0]?.length ?? 0) >= 2);
      if (sound.length > 0) found.set(num, sound);
    }
  } catch {
    return found;
  } finally {
    await parser.destroy().catch(() => undefined);
  }
  return found;
}

/** Puts each table in the place of the pieces that hold its words (often a heading and a table with merged columns). */
export function placeTables(pieces: readonly Piece[], tables: readonly Cells[]): Piece[] {
  return tables.reduce<readonly Piece[]>((current, cells) => placeTable(current, cells), pieces).slice();
}

function placeTable(pieces: readonly Piece[], cells: Cells): readonly Piece[] {
  const wanted = bagOf(cells.flat().join(' '));
  const inside = pieces.map((piece) => share(bagOf(wordsOf(piece)), wanted) >= minOverlap);
  const start = bestRun(pieces, inside, wanted);
  if (start === null) return pieces;
  const [from, to] = start;
  const first = pieces[from];
  if (first === undefined) return pieces;
  const [header = [], ...rows] = cells;
  const table: Piece = {
    ...first,
    kind: 'table',
    text: '',
    header,
    rows,
    bottom: pieces[to]?.bottom ?? first.bottom,
  };
  return [...pieces.slice(0, from), table, ...pieces.slice(to + 1)];
}

// The run of neighbouring pieces inside the table that together hold most of its words.
function bestRun(pieces: readonly Piece[], inside: readonly boolean[], wanted: Bag): [number, number] | null {
  for (let from = 0; from < pieces.length; from += 1) {
    if (!inside[from]) continue;
    let to = from;
    while (inside[to + 1]) to += 1;
    const run = bagOf(
      pieces
        .slice(from, to + 1)
        .map(wordsOf)
        .join(' '),
    );
    if (share(wanted, run) >= minOverlap) return [from, to];
    from = to;
  }
  return null;
}

type Bag = { readonly counts: ReadonlyMap<string, number>; readonly total: number };

function bagOf(text: string): Bag {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, total: words.length };
}

function share(part: Bag, whole: Bag): number {
  if (part.total === 0) return 0;
  let found = 0;
  for (const [word, count] of part.counts) found += Math.min(count, whole.counts.get(word) ?? 0);
  return found / part.total;
}

function cleanTable(table: readonly (readonly string[])[]): Cells {
  const rows = table.map((row) => row.map(cleanText)).filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(0, ...rows.map((row) => row.length));
  // A row shorter than the others has merged cells: which ones is unknown, so the table is not trusted.
  return rows.every((row) => row.length === width) ? rows : [];
}
