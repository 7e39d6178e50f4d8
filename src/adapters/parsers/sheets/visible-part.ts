import { blockCharacters } from '../block-characters.ts';
import type { Sheet } from './sheet.ts';

/** A sheet without its hidden rows and columns, and how many characters these hold (R37). */
export function visiblePart(sheet: Sheet): { sheet: Sheet; hidden: number } {
  const { hiddenRows, hiddenColumns } = sheet;
  if (hiddenRows.size === 0 && hiddenColumns.size === 0) return { sheet, hidden: 0 };
  let hidden = 0;
  const rows = sheet.rows.filter((row) => {
    const wholeRow = hiddenRows.has(row.number);
    const inBold = row.strong >= row.cells.size;
    for (const [column, text] of row.cells) {
      if (!wholeRow && !hiddenColumns.has(column)) continue;
      hidden += text.length;
      row.cells.delete(column);
    }
    row.strong = inBold ? row.cells.size : Math.min(row.strong, Math.max(0, row.cells.size - 1));
    return row.cells.size > 0;
  });
  const remarks = sheet.remarks.filter(({ row, column, block }) => {
    const seen = !hiddenRows.has(row) && !hiddenColumns.has(column);
    if (!seen) hidden += blockCharacters([block]);
    return seen;
  });
  return { sheet: { ...sheet, rows, remarks }, hidden };
}

/** Characters of all that a sheet says. */
export function charactersOf({ rows, remarks }: Pick<Sheet, 'rows' | 'remarks'>): number {
  let characters = blockCharacters(remarks.map(({ block }) => block));
  for (const { cells } of rows) for (const text of cells.values()) characters += text.length;
  return characters;
}
