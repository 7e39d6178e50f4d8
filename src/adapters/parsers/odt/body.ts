import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { createFlow } from '../flow/flow.ts';
import { type Backdrop, paper } from '../flow/ink.ts';
import type { CellPlace } from '../flow/merged-table.ts';
import { remarkBlocks } from '../remark-text.ts';
import {
  childElement,
  findElement,
  revisit,
  textContent,
  type XmlElement,
  type XmlVisitor,
} from '../xml-reader.ts';
import { readInline } from './inline.ts';
import { createLists, type ListStyles } from './lists.ts';
import { headingLevel, kindOf } from './paragraph-role.ts';
import type { StyleFamily, Styles } from './styles.ts';
import { type CellPlaces, createCellPlaces } from './table-cells.ts';

/** What the parts of one document share while they are read. */
export type Reading = {
  readonly styles: Styles;
  readonly listStyles: ListStyles;
  /** Takes a number of characters that nobody sees. */
  readonly hide: (characters: number) => void;
};

type Table = { readonly places: CellPlaces; inHeader: boolean };

const gathered = new Set(['text:p', 'text:h', 'text:number']);
const entered = new Set(
  'office:document-content office:body office:text text:section text:list text:list-item text:list-header text:numbered-paragraph table:table table:table-header-rows table:table-rows table:table-row-group table:table-row table:table-cell table:covered-table-cell'.split(
    ' ',
  ),
);
const isCell = /^table:(covered-)?table-cell$/;
const isItem = /^text:list-(item|header)$/;

/** Reads content as it is scanned: the body of the document, or a note. `finish` gives its blocks. */
export function createBodyReader(reading: Reading): { visitor: XmlVisitor; finish: () => ParsedBlock[] } {
  const { styles, hide } = reading;
  const flow = createFlow();
  const lists = createLists(reading.listStyles);
  const tables: Table[] = [];
  const places: (CellPlace | null)[] = [];
  const backdrops: Backdrop[] = [paper];
  /** Sections and rows around that are not shown. */
  let hiddenAround = 0;

  const behind = (): Backdrop => backdrops.at(-1) ?? paper;
  const cover = (family: StyleFamily, style: string | undefined, otherwise = behind()): void => {
    const shade = styles.style(family, style).shade ?? 'auto';
    backdrops.push(shade === 'auto' ? otherwise : shade);
  };

  const paragraph = (element: XmlElement): void => {
    const style = styles.style('paragraph', element.attributes.get('text:style-name'));
    const hidden = hiddenAround > 0 || hidesItself(element);
    const ink = { ...styles.defaultInk, ...style.ink, ...(hidden && { hidden }) };
    const shade = style.shade ?? 'auto';
    const inline = readInline(element, styles, ink, shade === 'auto' ? behind() : shade);
    hide(inline.hiddenCharacters);
    const level = headingLevel(element, style);
    // Nobody sees the number of a paragraph that is hidden as a whole.
    const isHidden = inline.text === '' && inline.hiddenCharacters > 0;
    const item = isHidden ? null : (lists.item() ?? numbered(element, level ?? 0, style.list));
    flow.paragraph({ text: inline.text, bold: inline.bold, level, item, kind: kindOf(style) });
    inline.attached.forEach(attach);
  };

  const numbered = (element: XmlElement, level: number, list: string | undefined) => {
    const label = level > 0 && list !== '' ? lists.heading(element, level) : '';
    return label === '' ? null : { depth: 0, label };
  };

  const attach = (element: XmlElement): void => {
    const author = childElement(element, 'dc:creator');
    if (element.name === 'text:note') flow.aside('note', apart(childElement(element, 'text:note-body')));
    else if (element.name === 'office:annotation')
      flow.aside('comment', remarkBlocks(author && textContent(author), apart(element)));
    else revisit({ name: '', attributes: new Map(), children: [element] }, visitor);
  };

  const apart = (element: XmlElement | undefined): ParsedBlock[] => {
    const reader = createBodyReader(reading);
    if (element !== undefined) revisit(element, reader.visitor);
    return reader.finish();
  };

  const visitor: XmlVisitor = {
    open: (element) => {
      const { name, attributes } = element;
      const table = tables.at(-1);
      if (name.startsWith('draw:')) {
        cover('graphic', attributes.get('draw:style-name'), name === 'draw:text-box' ? behind() : 'unknown');
        return 'enter';
      }
      if (isHidden(element)) hiddenAround += 1;
      if (name === 'text:list') lists.open(element);
      else if (isItem.test(name)) lists.openItem(element);
      else if (name === 'table:table') {
        flow.openTable();
        tables.push({ places: createCellPlaces(), inHeader: false });
        cover('table', attributes.get('table:style-name'));
      } else if (name === 'table:table-header-rows' && table !== undefined) table.inHeader = true;
      else if (name === 'table:table-row') {
        flow.openRow();
        table?.places.openRow();
      } else if (isCell.test(name)) {
        flow.openCell();
        places.push(table?.places.place(element) ?? null);
        cover('table-cell', attributes.get('table:style-name'));
      }
      return gathered.has(name) ? 'gather' : entered.has(name) ? 'enter' : 'skip';
    },
    gathered: (element) => {
      if (element.name === 'text:number') lists.write(textContent(element).trim());
      else paragraph(element);
    },
    close: (element) => {
      const { name } = element;
      const table = tables.at(-1);
      if (isHidden(element)) hiddenAround -= 1;
      if (name.startsWith('draw:')) backdrops.pop();
      else if (name === 'text:list') lists.close();
      else if (isItem.test(name)) lists.closeItem();
      else if (name === 'table:table') {
        flow.closeTable();
        tables.pop();
        backdrops.pop();
      } else if (name === 'table:table-header-rows' && table !== undefined) table.inHeader = false;
      else if (name === 'table:table-row') flow.closeRow({ header: table?.inHeader ?? false });
      else if (isCell.test(name)) {
        flow.closeCell(places.pop() ?? null);
        backdrops.pop();
      }
    },
  };

  return { visitor, finish: flow.finish };
}

function isHidden({ name, attributes }: XmlElement): boolean {
  if (name === 'table:table-row') return attributes.get('table:visibility') === 'collapse';
  if (name !== 'text:section') return false;
  const display = attributes.get('text:display');
  return display === 'none' || (display === 'condition' && attributes.get('text:is-hidden') === 'true');
}

// A field can hide the paragraph that it stands in.
function hidesItself(paragraph: XmlElement): boolean {
  return findElement(paragraph, 'text:hidden-paragraph')?.attributes.get('text:is-hidden') === 'true';
}
