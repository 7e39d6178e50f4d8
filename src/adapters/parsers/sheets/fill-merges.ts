import { type CellBudget, maxRepeated, type Sheet } from './sheet.ts';

/** Rows looked at for all merged ranges of a sheet; hostile files have ranges of a million rows by the thousand. */
const maxSteps = 5_000_000;

/**
 * Repeats the text of merged cells in each cell that they cover, in the rows that have text of their own, so that each row
 * reads by itself. A text that is alone in its row and spreads over columns is a title and stays one: gives these rows.
 */
export function fillMerges({ rows, merges }: Sheet, budget: CellBudget): ReadonlySet<number> {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const alone = new Set(rows.filter(({ cells }) => cells.size === 1).map(({ number }) => number));
  const lastColumn = rows.reduce((last, { cells }) => Math.max(last, ...cells.keys()), 0);
  const lastRow = rows.at(-1)?.number ?? 0;
  const titles = new Set<number>();
  let steps = 0;
  for (const merge of merges) {
    const source = byNumber.get(merge.firstRow);
    const text = source?.cells.get(merge.firstColumn);
    if (text === undefined) continue;
    const isTitle = alone.has(merge.firstRow) && merge.lastColumn > merge.firstColumn;
    if (isTitle) titles.add(merge.firstRow);
    const strong = isStrong(source);
    for (
      let number = isTitle ? merge.firstRow + 1 : merge.firstRow;
      number <= Math.min(merge.lastRow, lastRow) && steps < maxSteps;
      number += 1
    ) {
      steps += 1;
      const row = byNumber.get(number);
      if (row === undefined) continue;
      const last = Math.min(merge.lastColumn, lastColumn, merge.firstColumn + maxRepeated.columns);
      for (let column = merge.firstColumn; column <= last; column += 1) {
        steps += 1;
        if (row.cells.has(column) || !budget.spend(text.length)) continue;
        row.cells.set(column, text);
        if (strong) row.strong += 1;
      }
    }
  }
  return titles;
}

/** True when all of a row is in bold. */
export function isStrong(row: Sheet['rows'][number] | undefined): boolean {
  return row !== undefined && row.cells.size > 0 && row.strong >= row.cells.size;
}
