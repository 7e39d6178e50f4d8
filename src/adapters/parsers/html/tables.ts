import type { Element, ElementContent, ElementData, Parents } from 'hast';
import { tunables } from '../../../../config/tunables.ts';
import { cleanText } from '../clean-text.ts';
import { onOneLine } from '../one-line.ts';
import { eachElement, findElement, wordsOfNode } from './tree.ts';

const { repeatedCellCharacters, repeatedCells, widestSpan } = tunables.html;
const mostHeaderRows = 4;
const parts = new Set(['thead', 'tbody', 'tfoot']);

/** A table by its words; `header` is empty where no row is one. */
export type TableWords = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

declare module 'hast' {
  interface ElementData {
    table?: TableWords;
  }
}

/**
 * Reads tables: merged cells stand in every row and column that they cover, and tables that only lay out a page
 * (mails are made of them) become plain blocks. What is repeated is bounded: beyond, merged cells stay empty. What is left of a
 * table in the tree is its words (`data.table`): as trees its cells would go through all that follows, which takes seconds
 * and all memory for some ten thousand rows.
 */
export function readTables(tree: Parents): void {
  const budget = { cells: repeatedCells, characters: repeatedCellCharacters };
  eachElement(tree, (element) => {
    if (element.tagName !== 'table') return;
    if (isLayout(element)) asBlocks(element);
    else {
      markItems(element);
      for (const rows of rowGroupsOf(element)) fillSpans(rows, budget);
    }
  });
  bringOutCaptions(tree);
  eachElement(tree, (element) => {
    if (element.tagName !== 'table') return;
    element.data = { table: wordsOf(element) } as ElementData;
    element.children = [];
  });
}

function wordsOf(table: Element): TableWords {
  const all = rowGroupsOf(table).flat();
  const rows = all.map((row) => cellsOf(row).map((cell) => onOneLine(wordsOfNode(cell))));
  const headers = headerRowsOf(table, all, rows);
  return { header: joinHeaders(rows.slice(0, headers)), rows: rows.slice(headers) };
}

/** How many rows at the top name columns: those of the head, or of header cells alone. */
function headerRowsOf(table: Element, all: readonly Element[], rows: readonly (readonly string[])[]): number {
  const [first] = all;
  if (first === undefined) return 0;
  const head = table.children.find((part) => isElement(part, 'thead'));
  const inHead = new Set(head?.type === 'element' ? head.children : []);
  if (head === undefined && !first.children.some((cell) => isElement(cell, 'th'))) return 0;
  let headers = 1;
  for (const [index, row] of all.slice(0, mostHeaderRows).entries()) {
    const names = inHead.has(row) || cellsOf(row).every((cell) => cell.tagName === 'th');
    // A name over the whole width opens a group of rows, unless it is the title of the table.
    if (!names || (index > 0 && isAcross(rows[index] ?? []))) break;
    headers = index + 1;
  }
  // Of header cells alone, the first row names the columns of the others.
  return headers === all.length ? 1 : headers;
}

/** « Élève », « Élève » above « ticket », « forfait »: the names of a column from the outermost to its own. */
function joinHeaders(rows: readonly (readonly string[])[]): string[] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: columns }, (_, column) => {
    // The title of a table would crowd out the names.
    const names = rows.map((row) => (rows.length > 1 && column > 0 && isAcross(row) ? '' : row[column]));
    return [...new Set(names.filter(Boolean))].join(' – ');
  });
}

const isAcross = (row: readonly string[]): boolean =>
  row.length > 1 && row[0] !== '' && row.every((cell) => cell === row[0]);

// What reads the tree takes rows alone out of a table.
function bringOutCaptions(parent: Parents): void {
  const children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type !== 'element') return [child];
    bringOutCaptions(child);
    if (child.tagName !== 'table') return [child];
    const captions = child.children.filter((part) => isElement(part, 'caption'));
    child.children = child.children.filter((part) => !isElement(part, 'caption'));
    for (const caption of captions) caption.tagName = 'p';
    return [...captions, child];
  });
  parent.children = children;
}

function isLayout(table: Element): boolean {
  const role = String(table.properties.role ?? '');
  if (role === 'presentation' || role === 'none') return true;
  const headed = findBelow(table, (tag) => tag === 'th' || tag === 'caption' || tag === 'thead');
  return !headed && findBelow(table, (tag) => tag === 'table' || /^h[1-6]$/.test(tag));
}

function findBelow(table: Element, accept: (tagName: string) => boolean): boolean {
  return table.children.some((child) => findElement(child, ({ tagName }) => accept(tagName)) !== null);
}

function asBlocks(table: Element): void {
  for (const row of rowGroupsOf(table).flat()) {
    for (const cell of cellsOf(row)) cell.tagName = 'div';
    row.tagName = 'div';
  }
  for (const child of table.children)
    if (child.type === 'element' && parts.has(child.tagName)) child.tagName = 'div';
  table.tagName = 'div';
}

// A cell is one line of text: without their marks, the items of a list in it would run together.
function markItems(table: Element): void {
  eachElement(table, (list) => {
    if (list.tagName !== 'ul' && list.tagName !== 'ol') return;
    list.children
      .filter((item) => isElement(item, 'li'))
      .forEach((item, index) => {
        item.children.unshift({ type: 'text', value: list.tagName === 'ul' ? '- ' : `${index + 1}. ` });
      });
  });
}

// Rows of a head, body or foot: no cell reaches out of its group.
function rowGroupsOf(table: Element): Element[][] {
  const groups = table.children.filter(
    (child) => child.type === 'element' && parts.has(child.tagName),
  ) as Element[];
  return [table, ...groups].map((group) => group.children.filter((child) => isElement(child, 'tr')));
}

const cellsOf = (row: Element): Element[] => row.children.filter((child) => isElement(child, 'td', 'th'));

function isElement(node: ElementContent, ...names: string[]): node is Element {
  return node.type === 'element' && names.includes(node.tagName);
}

type Budget = { cells: number; characters: number };

/** A merged cell that reaches into rows below its own. */
type Reaching = { readonly text: string; readonly tagName: string; readonly rowsLeft: number };

function fillSpans(rows: readonly Element[], budget: Budget): void {
  // A cell may claim a thousand columns, and every row is as wide as the widest.
  const mostColumns = rows.reduce<number>((most, row) => Math.max(most, cellsOf(row).length), widestSpan);
  let reaching = new Map<number, Reaching>();
  for (const row of rows) {
    const filled: Element[] = [];
    const below = new Map<number, Reaching>();
    const takeReaching = (): void => {
      for (
        let above = reaching.get(filled.length);
        above !== undefined;
        above = reaching.get(filled.length)
      ) {
        if (budget.cells <= 0) return;
        if (above.rowsLeft > 1) below.set(filled.length, { ...above, rowsLeft: above.rowsLeft - 1 });
        filled.push(repeated(above, budget));
      }
    };
    for (const cell of cellsOf(row)) {
      takeReaching();
      const columns = spanOf(cell, 'colSpan', mostColumns);
      const rowsLeft = spanOf(cell, 'rowSpan', rows.length) - 1;
      delete cell.properties.colSpan;
      delete cell.properties.rowSpan;
      const text = columns > 1 || rowsLeft > 0 ? cleanText(wordsOfNode(cell)) : '';
      for (let column = 0; column < columns && (column === 0 || budget.cells > 0); column += 1) {
        if (rowsLeft > 0) below.set(filled.length, { text, tagName: cell.tagName, rowsLeft });
        filled.push(column === 0 ? cell : repeated({ text, tagName: cell.tagName }, budget));
      }
    }
    takeReaching();
    row.children = filled;
    reaching = below;
  }
}

// The words alone: a copy of what the cell holds could hold merged cells itself, and grow with every level.
function repeated({ text, tagName }: Pick<Reaching, 'text' | 'tagName'>, budget: Budget): Element {
  const value = budget.characters >= text.length ? text : '';
  budget.cells -= 1;
  budget.characters -= value.length;
  return { type: 'element', tagName, properties: {}, children: [{ type: 'text', value }] };
}

// Zero means « to the end » for rows.
function spanOf({ properties }: Element, name: 'colSpan' | 'rowSpan', most: number): number {
  const span = Number.parseInt(String(properties[name] ?? 1), 10);
  if (span === 0 && name === 'rowSpan') return most;
  return Number.isNaN(span) ? 1 : Math.min(most, Math.max(1, span));
}
