import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { createFlow, type FlowParagraph } from '../flow/flow.ts';
import type { Backdrop } from '../flow/ink.ts';
import {
  childElement,
  childElements,
  findElement,
  revisit,
  type XmlElement,
  type XmlVisitor,
} from '../xml-reader.ts';
import { type Attached, backsPage } from './drawings.ts';
import { createFields } from './fields.ts';
import { type Inline, readInline } from './inline.ts';
import type { Item } from './numbering.ts';
import { headingLevel, isContents, kindOf } from './paragraph-role.ts';
import { shadeOf } from './run-ink.ts';
import type { Style, Styles } from './styles.ts';
import { numberOf, stringOf, toggleOf } from './toggles.ts';

/** What the parts of one document share while they are read. */
export type Reading = {
  readonly styles: Styles;
  readonly number: (numbering: XmlElement | undefined, style: Style) => Item | null;
  /** The blocks of a note, a comment or a diagram; none when it was asked for before. */
  readonly blocksOf: (attached: Exclude<Attached, { kind: 'text-box' }>) => readonly ParsedBlock[];
  /** Takes a number of characters that nobody sees. */
  readonly hide: (characters: number) => void;
  readonly page: Backdrop;
};

type Row = { column: number; header: boolean; deleted: boolean; hidden: boolean };
type Cell = { span: number; continues: boolean; deleted: boolean };
type Carried = Pick<Inline, 'text' | 'bold' | 'attached'>;

const gathered = new Set(['w:p', 'w:tblPr', 'w:trPr', 'w:tcPr', 'w:sdtPr']);
const entered = new Set(
  'w:document w:body w:sdt w:sdtContent w:customXml w:ins w:moveTo mc:AlternateContent mc:Choice w:tbl w:tr w:tc'.split(
    ' ',
  ),
);

/** Reads the content of a part as it is scanned: the body of the document, or a note. `finish` gives its blocks. */
export function createBodyReader(reading: Reading): { visitor: XmlVisitor; finish: () => ParsedBlock[] } {
  const { styles } = reading;
  const flow = createFlow();
  const fields = createFields();
  /** Behind the tables, cells and text boxes around. */
  const backdrops: Backdrop[] = [];
  const rows: Row[] = [];
  const cells: Cell[] = [];
  let page = reading.page;
  let isContentsControl = false;
  let carried: Carried | null = null;

  const behind = (): Backdrop => backdrops.at(-1) ?? page;

  const paragraph = (element: XmlElement): void => {
    const properties = childElement(element, 'w:pPr');
    const style = styles.style(stringOf(properties, 'w:pStyle') ?? styles.defaultParagraph);
    if (isContents(style) || rows.some(({ deleted }) => deleted)) return;
    const level = headingLevel(properties, style);
    if (level !== null) fields.endAll();
    if (backsPage(element)) page = 'unknown';
    const kind = kindOf(style);
    const shade = shadeOf(properties) ?? style.shade ?? 'auto';
    const hidden = rows.some((row) => row.hidden);
    const inline = readInline(element, {
      styles,
      fields,
      ink: { ...styles.defaultInk, ...style.ink, ...(hidden && { hidden }) },
      backdrop: shade === 'auto' ? behind() : shade,
      code: kind === 'code',
    });
    fields.endParagraph();
    reading.hide(inline.hiddenCharacters);
    if (endsPage(element)) page = reading.page;
    const joined = join(carried, inline);
    carried = hasDeletedEnd(properties) ? joined : null;
    if (carried !== null) return;
    // Nobody sees the number of a paragraph that is hidden as a whole.
    const isHidden = joined.text === '' && inline.hiddenCharacters > 0;
    const item = isHidden ? null : reading.number(childElement(properties, 'w:numPr'), style);
    put({ text: joined.text, bold: joined.bold, level, item, kind }, joined.attached);
  };

  const put = (content: FlowParagraph, attached: readonly Attached[]): void => {
    flow.paragraph(content);
    for (const one of attached) {
      if (one.kind === 'text-box') textBox(one.element, one.backdrop);
      else if (one.kind === 'diagram') flow.blocks(reading.blocksOf(one));
      else flow.aside(one.kind === 'comment' ? 'comment' : 'note', reading.blocksOf(one));
    }
  };

  const textBox = (element: XmlElement, backdrop: Backdrop): void => {
    backdrops.push(backdrop);
    revisit(element, visitor);
    backdrops.pop();
  };

  const properties = (element: XmlElement): void => {
    const [row, cell] = [rows.at(-1), cells.at(-1)];
    const shade = shadeOf(element) ?? 'auto';
    if (element.name === 'w:tblPr') {
      const unknown = styles.shadesCells(stringOf(element, 'w:tblStyle'));
      backdrops.splice(-1, 1, unknown ? 'unknown' : shade === 'auto' ? behind() : shade);
    } else if (element.name === 'w:trPr' && row !== undefined) {
      row.column = Math.max(0, numberOf(element, 'w:gridBefore') ?? 0);
      row.header = toggleOf(element, 'w:tblHeader') ?? false;
      row.hidden = toggleOf(element, 'w:hidden') ?? false;
      row.deleted = childElement(element, 'w:del') !== undefined;
    } else if (element.name === 'w:tcPr' && cell !== undefined) {
      const merge = childElement(element, 'w:vMerge');
      cell.span = Math.max(1, numberOf(element, 'w:gridSpan') ?? 1);
      cell.continues = merge !== undefined && merge.attributes.get('w:val') !== 'restart';
      cell.deleted = childElement(element, 'w:cellDel') !== undefined;
      if (shade !== 'auto') backdrops.splice(-1, 1, shade);
    } else if (element.name === 'w:sdtPr') {
      const gallery = findElement(element, 'w:docPartGallery')?.attributes.get('w:val') ?? '';
      isContentsControl = /^table of contents$/i.test(gallery);
    }
  };

  const visitor: XmlVisitor = {
    open: ({ name }) => {
      if (name === 'w:sdtContent' && isContentsControl) {
        isContentsControl = false;
        return 'skip';
      }
      if (name === 'w:sdt') isContentsControl = false;
      else if (name === 'w:tbl') {
        flow.openTable();
        backdrops.push(behind());
      } else if (name === 'w:tr') {
        flow.openRow();
        rows.push({ column: 0, header: false, deleted: false, hidden: false });
      } else if (name === 'w:tc') {
        flow.openCell();
        cells.push({ span: 1, continues: false, deleted: false });
        backdrops.push(behind());
      }
      return gathered.has(name) ? 'gather' : entered.has(name) ? 'enter' : 'skip';
    },
    gathered: (element) => (element.name === 'w:p' ? paragraph(element) : properties(element)),
    close: ({ name }) => {
      const row = rows.at(-1);
      if (name === 'w:tc') {
        const { span, continues, deleted } = cells.pop() ?? { span: 1, continues: false, deleted: false };
        flow.closeCell(deleted ? null : { column: row?.column ?? 0, span, continues });
        if (row !== undefined && !deleted) row.column += span;
        backdrops.pop();
      } else if (name === 'w:tr') {
        rows.pop();
        flow.closeRow(row === undefined || row.deleted ? null : { header: row.header });
      } else if (name === 'w:tbl') {
        backdrops.pop();
        flow.closeTable();
      }
    },
  };

  return {
    visitor,
    finish: () => {
      if (carried !== null) put({ ...carried, level: null, item: null, kind: 'paragraph' }, carried.attached);
      return flow.finish();
    },
  };
}

// A tracked change that deletes the end of a paragraph joins it to the one below, whose properties win.
function hasDeletedEnd(properties: XmlElement | undefined): boolean {
  const mark = childElement(properties, 'w:rPr');
  return childElement(mark, 'w:del') !== undefined || childElement(mark, 'w:moveFrom') !== undefined;
}

function join(before: Carried | null, inline: Inline): Carried {
  if (before === null || (before.text === '' && before.attached.length === 0)) return inline;
  return {
    text: [before.text, inline.text].filter((text) => text !== '').join(' '),
    bold: before.bold && inline.bold,
    attached: [...before.attached, ...inline.attached],
  };
}

function endsPage(paragraph: XmlElement): boolean {
  if (childElement(childElement(paragraph, 'w:pPr'), 'w:sectPr') !== undefined) return true;
  return childElements(paragraph, 'w:r').some((run) =>
    childElements(run).some(
      ({ name, attributes }) =>
        name === 'w:lastRenderedPageBreak' || (name === 'w:br' && attributes.get('w:type') === 'page'),
    ),
  );
}
