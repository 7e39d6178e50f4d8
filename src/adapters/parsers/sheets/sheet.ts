import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import type { CellRange } from './columns.ts';

/** A row with text. Rows and columns of sheets count from 1. */
export type SheetRow = {
  readonly number: number;
  /** Text of each cell that has one, by column. */
  readonly cells: Map<number, string>;
  /** How many of these cells are in bold. */
  strong: number;
};

/** What hangs on a cell: a remark of somebody about it, or what a drawing over it says. */
export type SheetRemark = {
  readonly row: number;
  readonly column: number;
  readonly block: ParsedBlock;
};

/** What people see of one sheet: its name, the rows with text in their order, and what tells how they belong together. */
export type Sheet = {
  readonly name: string;
  readonly rows: readonly SheetRow[];
  readonly merges: readonly CellRange[];
  /** Ranges whose first row names their columns: tables that the author declared, and what a filter stands on. */
  readonly tables: readonly CellRange[];
  /** Rows that stay in sight when one scrolls, 0 for none. */
  readonly frozenRows: number;
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
  /** Columns so narrow that they only set others apart. */
  readonly narrowColumns: ReadonlySet<number>;
  /** They stand below the tables of the sheet, in this order. */
  readonly remarks: readonly SheetRemark[];
};

/** What may still be read of one spreadsheet, all its sheets together. */
export type CellBudget = {
  /** True while there is room for a cell of so many characters; else it counts as left out. */
  spend(characters: number): boolean;
  /** Counts so many cells as left out for another reason. */
  leaveOut(cells: number): void;
  readonly leftOut: () => number;
};

/** A budget of cells and characters, those of the tunables. */
export function createCellBudget(
  cells: number = tunables.parsing.sheetCells,
  characters: number = tunables.parsing.sheetCharacters,
): CellBudget {
  let leftOut = 0;
  let skipped = 0;
  return {
    spend(length) {
      if (leftOut > 0 || cells < 1 || characters < length) {
        leftOut += 1;
        return false;
      }
      cells -= 1;
      characters -= length;
      return true;
    },
    leaveOut(count) {
      skipped += count;
    },
    leftOut: () => leftOut + skipped,
  };
}

/** A cell that repeats itself, or covers others, gives its text to at most so many columns and rows. */
export const maxRepeated = { columns: 100, rows: 1_000 } as const;

/** The text of a cell, clean, in memory of its own: a piece of a long file would keep all of that file alive. */
export function cellText(text: string): string {
  const clean = cleanText(text);
  return clean.length < shortestSlice ? clean : Buffer.from(clean).toString('utf8');
}

// V8 copies shorter pieces of a string; longer ones point into it.
const shortestSlice = 13;
