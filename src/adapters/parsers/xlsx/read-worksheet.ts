import { type CellRange, cellOf, maxColumns, maxRows, rangeOf } from '../sheets/columns.ts';
import { plainNumber } from '../sheets/number-text.ts';
import { type CellBudget, cellText, type SheetRow } from '../sheets/sheet.ts';
import { childElement, childElements, textContent, visitXml, type XmlElement } from '../xml-reader.ts';
import { type CellStyle, plainStyle } from './cell-styles.ts';
import { richText } from './shared-strings.ts';

/** What the sheets of a workbook have in common. */
export type Workbook = {
  readonly strings: readonly string[];
  readonly styles: readonly CellStyle[];
  /** Dates are counted from 1904 (files of old Macs). */
  readonly from1904: boolean;
  readonly budget: CellBudget;
};

/** A range whose rows a filter may put away. */
export type Filterable = { readonly range: CellRange; readonly isFiltered: boolean };

/** The range of a table or filter, and whether its filter holds something back; `null` without a sound range. */
export function filterable(element: XmlElement, filter: XmlElement | undefined): Filterable | null {
  const range = rangeOf(element.attributes.get('ref') ?? '');
  return range === null ? null : { range, isFiltered: childElement(filter, 'filterColumn') !== undefined };
}

/** One sheet as its own part tells it; `hidden` rows may turn out to be only filtered. */
export type Worksheet = {
  readonly rows: readonly SheetRow[];
  readonly merges: readonly CellRange[];
  readonly filter: Filterable | null;
  readonly frozenRows: number;
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
  readonly narrowColumns: ReadonlySet<number>;
  /** Characters of cells whose style hides them. */
  readonly invisible: number;
};

const told = new Set(['row', 'col', 'pane', 'mergeCell', 'autoFilter']);
/** Narrower columns (in characters) hold nothing, they part others. */
const narrow = 3;
/** Hostile files merge by the million. */
const maxMerges = 100_000;

/** Reads the part of one worksheet, row by row. */
export function readWorksheet(pieces: Iterable<string>, workbook: Workbook): Worksheet {
  const rows: SheetRow[] = [];
  const merges: CellRange[] = [];
  const [hiddenRows, hiddenColumns, narrowColumns] = [
    new Set<number>(),
    new Set<number>(),
    new Set<number>(),
  ];
  let filter: Filterable | null = null;
  let frozenRows = 0;
  let invisible = 0;
  let columnSteps = 0;

  const takeColumns = ({ attributes }: XmlElement): void => {
    const last = Math.min(Number(attributes.get('max') ?? 0), maxColumns);
    const width = Number(attributes.get('width') ?? 10);
    const hidden = (isTrue(attributes.get('hidden')) && !isFolded(attributes)) || width === 0;
    if (!hidden && width >= narrow) return;
    for (let column = Math.max(1, Number(attributes.get('min') ?? 1)); column <= last; column += 1) {
      columnSteps += 1;
      if (columnSteps > maxColumns) return;
      if (hidden) hiddenColumns.add(column);
      else narrowColumns.add(column);
    }
  };

  const takeRow = (element: XmlElement): void => {
    const { attributes } = element;
    const number = Number(attributes.get('r') ?? (rows.at(-1)?.number ?? 0) + 1);
    if (!(number >= 1 && number <= maxRows)) return;
    const height = Number(attributes.get('ht') ?? 1);
    if ((isTrue(attributes.get('hidden')) && !isFolded(attributes)) || height === 0) hiddenRows.add(number);
    const row: SheetRow = { number, cells: new Map(), strong: 0 };
    if (workbook.budget.leftOut() > 0) {
      workbook.budget.leaveOut(childElements(element, 'c').length);
      return;
    }
    let column = 0;
    for (const cell of childElements(element, 'c')) {
      column = cellOf(cell.attributes.get('r') ?? '')?.column ?? column + 1;
      const style = workbook.styles[Number(cell.attributes.get('s') ?? -1)] ?? plainStyle;
      const text = textOfCell(cell, style, workbook);
      if (text === '' || column > maxColumns) continue;
      if (style.invisible) invisible += text.length;
      else if (workbook.budget.spend(text.length)) {
        row.cells.set(column, text);
        if (style.strong) row.strong += 1;
      }
    }
    if (row.cells.size > 0) rows.push(row);
  };

  const take = (element: XmlElement): void => {
    const { name, attributes } = element;
    if (name === 'row') takeRow(element);
    else if (name === 'col') takeColumns(element);
    else if (name === 'pane' && /^frozen/.test(attributes.get('state') ?? ''))
      frozenRows = Number(attributes.get('ySplit') ?? 0) || 0;
    else if (name === 'autoFilter') filter = filterable(element, element);
    const range = name === 'mergeCell' ? rangeOf(attributes.get('ref') ?? '') : null;
    if (range !== null && merges.length < maxMerges) merges.push(range);
  };

  visitXml(
    pieces,
    { open: ({ name }) => (told.has(name) ? 'gather' : 'enter'), gathered: take },
    { localNames: true },
  );
  return {
    rows: inOrder(rows),
    merges,
    filter,
    frozenRows,
    hiddenRows,
    hiddenColumns,
    narrowColumns,
    invisible,
  };
}

// What is shown of a cell: errors say nothing about the subject of a document.
function textOfCell(cell: XmlElement, { format }: CellStyle, { strings, from1904 }: Workbook): string {
  const type = cell.attributes.get('t') ?? 'n';
  if (type === 'inlineStr') return cellText(richText(cell));
  const element = childElement(cell, 'v');
  const value = element === undefined ? '' : textContent(element);
  if (value === '' || type === 'e') return '';
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'VRAI' : 'FAUX';
  if (type !== 'n') return cellText(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return '';
  return cellText(format.hides ? plainNumber(number) : format.text(number, from1904));
}

// The rows of a sound file are in order; others are put so, and a row told twice is one.
function inOrder(rows: SheetRow[]): SheetRow[] {
  const sorted = rows.every((row, index) => index === 0 || (rows[index - 1]?.number ?? 0) < row.number);
  if (sorted) return rows;
  return [...new Map(rows.map((row) => [row.number, row])).values()].sort((a, b) => a.number - b.number);
}

// Folded groups show a sign that opens them.
function isFolded(attributes: ReadonlyMap<string, string>): boolean {
  return Number(attributes.get('outlineLevel') ?? 0) > 0;
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
