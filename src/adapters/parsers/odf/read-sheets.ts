import { tunables } from '../../../../config/tunables.ts';
import { cleanText } from '../clean-text.ts';
import { type CellRange, maxColumns, maxRows, rangeOf } from '../sheets/columns.ts';
import { type CellBudget, cellText, maxRepeated, type SheetRemark, type SheetRow } from '../sheets/sheet.ts';
import type { ReadSheet } from '../sheets/sheets-document.ts';
import { childElements, findElements, visitXml, type XmlElement } from '../xml-reader.ts';
import { annotationText, inlineText } from './inline-text.ts';
import type { OdfStyles } from './styles.ts';

type Open = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: SheetRow[];
  readonly merges: CellRange[];
  readonly remarks: SheetRemark[];
  readonly hiddenRows: Set<number>;
  readonly hiddenColumns: Set<number>;
  readonly narrowColumns: Set<number>;
  /** The style of the cells of a column that name none, from each column on. */
  readonly columnStyles: { readonly last: number; readonly style: string | undefined }[];
  headerRow: number | null;
  invisible: number;
  nextRow: number;
  nextColumn: number;
};

const maxMerges = 100_000;
const maxFilters = 500;
const wanted = new Set(
  'style:style table:table-row table:table-column table:shapes table:database-range'.split(' '),
);

/** The sheets of an OpenDocument spreadsheet, from its content, which is scanned row by row. */
export function readSheets(
  content: Iterable<string>,
  styles: OdfStyles,
  frozenRows: ReadonlyMap<string, number>,
  budget: CellBudget,
): ReadSheet[] {
  const sheets: Open[] = [];
  const filters = new Map<string, CellRange[]>();
  let open: Open | null = null;

  const begin = ({ name, attributes }: XmlElement): 'enter' | 'gather' => {
    if (wanted.has(name)) return 'gather';
    if (name === 'table:table') open = openSheet(attributes, styles);
    else if (name === 'table:table-header-rows' && open !== null) open.headerRow ??= open.nextRow;
    return 'enter';
  };
  const end = ({ name }: XmlElement): void => {
    if (name !== 'table:table' || open === null) return;
    if (sheets.length < tunables.parsing.sheets) sheets.push(open);
    open = null;
  };
  const take = (element: XmlElement): void => {
    if (element.name === 'style:style') styles.add(element);
    else if (element.name === 'table:database-range') addFilter(element, filters);
    else if (open === null) return;
    else if (element.name === 'table:table-column') takeColumn(element, open, styles);
    else if (element.name === 'table:table-row') takeRow(element, open, styles, budget);
    else open.remarks.push(...drawings(element, 1, 1));
  };
  visitXml(content, { open: begin, gathered: take, close: end });

  return sheets.map((sheet) => {
    const { headerRow, invisible, hidden, remarks, ...facts } = sheet;
    // Comments come last: what the sheet itself says stands together.
    const isComment = ({ block }: SheetRemark): boolean => block.aside !== undefined;
    const declared =
      headerRow === null
        ? []
        : [{ firstRow: headerRow, lastRow: maxRows, firstColumn: 1, lastColumn: maxColumns }];
    return {
      sheet: {
        ...facts,
        remarks: [...remarks.filter((one) => !isComment(one)), ...remarks.filter(isComment)],
        tables: [...declared, ...(filters.get(sheet.name) ?? [])],
        frozenRows: frozenRows.get(sheet.name) ?? 0,
      },
      hidden,
      invisible,
    };
  });
}

function openSheet(attributes: ReadonlyMap<string, string>, styles: OdfStyles): Open {
  return {
    name: cleanText(attributes.get('table:name') ?? ''),
    hidden: !styles.of(attributes.get('table:style-name')).displayed,
    rows: [],
    merges: [],
    remarks: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    narrowColumns: new Set(),
    columnStyles: [],
    headerRow: null,
    invisible: 0,
    nextRow: 1,
    nextColumn: 1,
  };
}

function takeColumn({ attributes }: XmlElement, sheet: Open, styles: OdfStyles): void {
  const last = Math.min(maxColumns, sheet.nextColumn + repeated(attributes, 'columns') - 1);
  const hidden = attributes.get('table:visibility') === 'collapse';
  if (hidden || styles.of(attributes.get('table:style-name')).narrow)
    for (let column = sheet.nextColumn; column <= last; column += 1)
      (hidden ? sheet.hiddenColumns : sheet.narrowColumns).add(column);
  if (sheet.nextColumn <= maxColumns)
    sheet.columnStyles.push({ last, style: attributes.get('table:default-cell-style-name') });
  sheet.nextColumn = last + 1;
}

function takeRow(element: XmlElement, sheet: Open, styles: OdfStyles, budget: CellBudget): void {
  const first = sheet.nextRow;
  const count = repeated(element.attributes, 'rows');
  sheet.nextRow += count;
  if (first > maxRows) return;
  const row = cellsOf(element, sheet, first, styles, budget);
  const filled = row.cells.size === 0 ? 0 : Math.min(count, maxRepeated.rows, maxRows - first + 1);
  if (row.cells.size > 0) budget.leaveOut(count - filled);
  // Rows that a filter put away say `filter`: they are there for whoever lifts it.
  const hidden = element.attributes.get('table:visibility') === 'collapse';
  for (let number = first; number < first + filled; number += 1) {
    if (number > first && ![...row.cells.values()].every((text) => budget.spend(text.length))) break;
    sheet.rows.push(number === first ? row : { ...row, number, cells: new Map(row.cells) });
  }
  if (hidden) {
    const last = Math.min(first + count - 1, maxRows);
    for (let number = first; number <= last; number += 1) sheet.hiddenRows.add(number);
  }
}

function cellsOf(
  element: XmlElement,
  sheet: Open,
  number: number,
  styles: OdfStyles,
  budget: CellBudget,
): SheetRow {
  const row: SheetRow = { number, cells: new Map(), strong: 0 };
  let column = 1;
  let styleIndex = 0;
  for (const cell of childElements(element)) {
    const count = repeated(cell.attributes, 'columns');
    if (cell.name === 'table:table-cell' && column <= maxColumns) {
      while ((sheet.columnStyles[styleIndex]?.last ?? maxColumns) < column) styleIndex += 1;
      const style = styles.of(
        cell.attributes.get('table:style-name') ?? sheet.columnStyles[styleIndex]?.style,
      );
      const text = textOfCell(cell);
      addMerge(cell, sheet, number, column);
      for (const annotation of childElements(cell, 'office:annotation')) {
        const said = annotationText(annotation);
        const block = { kind: 'paragraph', text: said, aside: 'comment' } as const;
        if (said !== '') sheet.remarks.push({ row: number, column, block });
      }
      sheet.remarks.push(...drawings(cell, number, column));
      const last =
        text === '' ? column : Math.min(column + Math.min(count, maxRepeated.columns) - 1, maxColumns);
      if (text !== '') budget.leaveOut(Math.min(column + count - 1, maxColumns) - last);
      if (text !== '' && style.white && !style.coloured) sheet.invisible += text.length;
      else if (text !== '')
        for (let at = column; at <= last && budget.spend(text.length); at += 1) {
          row.cells.set(at, text);
          if (style.strong) row.strong += 1;
        }
    }
    column += count;
  }
  return row;
}

function textOfCell(cell: XmlElement): string {
  const text = cellText(childElements(cell, 'text:p').map(inlineText).join(' '));
  // Results of formulas that fail say nothing about the subject of a document.
  if (cell.attributes.has('table:formula') && /^(#[A-Z/0!?]+|Err:\d+)$/.test(text)) return '';
  if (cell.attributes.get('office:value-type') !== 'date') return text;
  // Readers look for the whole year.
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)/.exec(cell.attributes.get('office:date-value') ?? '') ?? [];
  return year !== undefined && /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text)
    ? `${day}/${month}/${year}`
    : text;
}

function addMerge({ attributes }: XmlElement, sheet: Open, row: number, column: number): void {
  const columns = Number(attributes.get('table:number-columns-spanned') ?? 1) || 1;
  const rows = Number(attributes.get('table:number-rows-spanned') ?? 1) || 1;
  if ((columns < 2 && rows < 2) || sheet.merges.length >= maxMerges) return;
  sheet.merges.push({
    firstRow: row,
    lastRow: Math.min(row + rows - 1, maxRows),
    firstColumn: column,
    lastColumn: Math.min(column + columns - 1, maxColumns),
  });
}

// Text boxes and shapes that stand over the cells.
function drawings(element: XmlElement, row: number, column: number): SheetRemark[] {
  return childElements(element)
    .filter(({ name }) => name.startsWith('draw:'))
    .flatMap((drawing) => findElements(drawing, 'text:p').map(inlineText))
    .filter((text) => text !== '')
    .map((text) => ({ row, column, block: { kind: 'paragraph', text } }));
}

function addFilter({ attributes }: XmlElement, filters: Map<string, CellRange[]>): void {
  const address = attributes.get('table:target-range-address') ?? '';
  const [, quoted, plain, cells = ''] = /^\$?(?:'((?:[^']|'')*)'|([^.']*))\.(.*)$/.exec(address) ?? [];
  const range = rangeOf(cells.replace(/:.*\./, ':'));
  if (range === null || attributes.get('table:contains-header') === 'false') return;
  const sheet = cleanText(quoted?.replaceAll("''", "'") ?? plain ?? '');
  const before = filters.get(sheet) ?? [];
  if (before.length < maxFilters) filters.set(sheet, [...before, range]);
}

function repeated(attributes: ReadonlyMap<string, string>, what: 'rows' | 'columns'): number {
  const count = Number(attributes.get(`table:number-${what}-repeated`) ?? 1);
  return count >= 1 && count <= maxRows ? Math.floor(count) : 1;
}
