import type { Piece } from './piece.ts';

const bulletCell = /^(?:.{0,12}\s)?[•◦▪●○‣➔➢✓❏❑§-]$/u;
const dotLeader = /(?:\.\s?){5,}\s*\d{1,4}\b|…{3,}\s*\d{1,4}\b/;
const numbered = /^(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+\p{Lu}/u;
const maxHeadingCharacters = 120;
/** Share of cells that go on in lower case above which a "table" is justified prose that was cut at wide spaces. */
const proseShare = 0.5;

/**
 * Gives back their shape to texts that only look like tables: lists whose bullets stand in a column, prose cut at wide
 * spaces, a single column. True tables lose their empty rows and columns.
 */
export function unfoldTable(piece: Piece): Piece[] {
  if (piece.ruled) return [piece];
  const hasHeader = piece.header.some((cell) => cell !== '');
  const all = (hasHeader ? [piece.header, ...piece.rows] : [...piece.rows]).filter((row) =>
    row.some((cell) => cell !== ''),
  );
  const columns = Math.max(0, ...all.map((row) => row.length));
  const used = [...Array(columns).keys()].filter((column) => all.some((row) => (row[column] ?? '') !== ''));
  const rows = all.map((row) => used.map((column) => row[column] ?? ''));
  if (used.length < 2) return prose(piece, rows);
  if (rows.filter((row) => bulletCell.test(row[0] ?? '')).length >= rows.length * 0.6)
    return list(piece, rows);
  if (proseLike(rows) >= proseShare) return prose(piece, rows);
  const opening = rows.findIndex((row) => proseLike([row]) < 1);
  if (opening >= 2)
    return [...prose(piece, rows.slice(0, opening)), tableOf(piece, rows.slice(opening), false)];
  return [tableOf(piece, rows, hasHeader)];
}

function tableOf(piece: Piece, rows: readonly (readonly string[])[], hasHeader: boolean): Piece {
  const [header = [], ...body] = mergeWrapped(rows);
  return hasHeader ? { ...piece, header, rows: body } : { ...piece, header: [], rows: [header, ...body] };
}

/** True for a line of a table of contents: words, dots, a page number. */
export function isContentsLine(text: string): boolean {
  return dotLeader.test(text);
}

// A line of a cell that was taken for a row: nothing in the first column, and everywhere else the end of a phrase.
function mergeWrapped(rows: readonly (readonly string[])[]): string[][] {
  const merged: string[][] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    const goesOn = row[0] === '' && row.every((cell) => cell === '' || /^[\p{Ll}(]/u.test(cell));
    if (last === undefined || !goesOn) merged.push([...row]);
    else merged[merged.length - 1] = last.map((cell, column) => `${cell} ${row[column] ?? ''}`.trim());
  }
  return merged;
}

function proseLike(rows: readonly (readonly string[])[]): number {
  let pairs = 0;
  let running = 0;
  for (const row of rows) {
    const filled = row.filter((cell) => cell !== '');
    for (const [index, cell] of filled.entries()) {
      if (index === 0) continue;
      pairs += 1;
      if (/^[\p{Ll}(,;:]/u.test(cell) || dotLeader.test(cell)) running += 1;
    }
  }
  return pairs === 0 ? 1 : running / pairs;
}

function list(piece: Piece, rows: readonly (readonly string[])[]): Piece[] {
  return rows.flatMap((row): Piece[] => {
    const [marker = '', ...rest] = row;
    const text = rest.filter((cell) => cell !== '').join(' ');
    if (bulletCell.test(marker)) return [{ ...empty(piece), kind: 'list-item', level: 0, text }];
    return [{ ...empty(piece), kind: 'paragraph', text: `${marker} ${text}`.trim() }];
  });
}

function prose(piece: Piece, rows: readonly (readonly string[])[]): Piece[] {
  const pieces: Piece[] = [];
  for (const row of rows) {
    const line = row.filter((cell) => cell !== '').join(' ');
    const number = numbered.exec(line)?.[1];
    const last = pieces.at(-1);
    if (number !== undefined && line.length <= maxHeadingCharacters && !isContentsLine(line)) {
      pieces.push({ ...empty(piece), kind: 'heading', level: number.split('.').length, text: line });
    } else if (last?.kind === 'paragraph' && !isContentsLine(line)) {
      pieces[pieces.length - 1] = { ...last, text: `${last.text} ${line}` };
    } else {
      pieces.push({ ...empty(piece), kind: 'paragraph', text: line });
    }
  }
  return pieces;
}

function empty(piece: Piece): Piece {
  return { ...piece, header: [], rows: [], bold: false, level: 0, text: '' };
}
