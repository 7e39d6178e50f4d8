import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { blockCharacters } from '../block-characters.ts';
import { blocksOfTable } from '../table-rows.ts';
import { childElement, childElements, findElements, type XmlElement } from '../xml-reader.ts';
import { annotationText, inlineText } from './inline-text.ts';
import { centimetres, type OdfStyles } from './styles.ts';

/** What the styles of a presentation say of the paper below a slide. */
export type SlideContext = {
  readonly styles: OdfStyles;
  readonly masters: ReadonlyMap<string, XmlElement>;
  /** Width and height of the slides in centimetres, where known. */
  readonly size: { readonly width: number; readonly height: number } | null;
};

/** Frames that repeat themselves on every slide. */
const furniture = /^(header|footer|date-time|page-number|page)$/;
const maxRepeated = 100;

/** The blocks of a `draw:page` (without place), and the characters of what nobody sees on it. */
export function slideBlocks(
  page: XmlElement,
  context: SlideContext,
): { readonly blocks: readonly ParsedBlock[]; readonly hidden: number } {
  const blocks: ParsedBlock[] = [];
  let hidden = 0;
  const onlyWhite = isWhitePaper(page, context);
  const shapes = shapesOf(page);
  const titleFirst = [...shapes.filter(isTitle), ...shapes.filter((shape) => !isTitle(shape))];
  for (const shape of titleFirst) {
    const { attributes } = shape;
    if (attributes.get('presentation:placeholder') === 'true') continue;
    if (furniture.test(attributes.get('presentation:class') ?? '')) continue;
    const found = blocksOfShape(shape);
    const unseen = isBeside(shape, context.size) || (onlyWhite && isAllWhite(shape, context.styles));
    if (unseen) hidden += blockCharacters(found);
    else blocks.push(...found);
  }
  for (const annotation of childElements(page, 'office:annotation')) {
    const text = annotationText(annotation);
    if (text !== '') blocks.push({ kind: 'paragraph', text, aside: 'comment' });
  }
  for (const frame of shapesOf(childElement(page, 'presentation:notes'))) {
    if (frame.attributes.get('presentation:class') !== 'notes') continue;
    if (frame.attributes.get('presentation:placeholder') === 'true') continue;
    for (const text of findElements(frame, 'text:p').map(inlineText))
      if (text !== '') blocks.push({ kind: 'paragraph', text, aside: 'speaker-notes' });
  }
  const shown = context.styles.of(page.attributes.get('draw:style-name')).displayed;
  return shown ? { blocks, hidden } : { blocks: [], hidden: hidden + blockCharacters(blocks) };
}

// Shapes in their order, groups opened.
function shapesOf(element: XmlElement | undefined): XmlElement[] {
  return childElements(element).flatMap((child) => {
    if (child.name === 'draw:g' || child.name === 'draw:a') return shapesOf(child);
    return child.name.startsWith('draw:') ? [child] : [];
  });
}

const isTitle = ({ attributes }: XmlElement): boolean => attributes.get('presentation:class') === 'title';

function blocksOfShape(shape: XmlElement): ParsedBlock[] {
  if (isTitle(shape)) {
    const text = findElements(shape, 'text:p').map(inlineText).join(' ').trim();
    return text === '' ? [] : [{ kind: 'heading', level: 2, text }];
  }
  const [table] = childElements(shape, 'table:table');
  if (table !== undefined) return tableBlocks(table);
  return textBlocks(shape, -1);
}

function textBlocks(element: XmlElement, depth: number): ParsedBlock[] {
  return childElements(element).flatMap((child): ParsedBlock[] => {
    if (child.name === 'text:p' || child.name === 'text:h') {
      const text = inlineText(child);
      const drawn = childElements(child).filter(({ name }) => name.startsWith('draw:'));
      const inside = drawn.flatMap((drawing) => textBlocks(drawing, -1));
      if (text === '') return inside;
      return [depth < 0 ? { kind: 'paragraph', text } : { kind: 'list-item', depth, text }, ...inside];
    }
    if (child.name === 'text:list') return textBlocks(child, depth + 1);
    return /^(text:list-item|text:list-header|draw:text-box)$/.test(child.name)
      ? textBlocks(child, depth)
      : [];
  });
}

function tableBlocks(table: XmlElement): ParsedBlock[] {
  const rows: string[][] = [];
  // Text that a merged cell above still covers, by column.
  const above: { text: string; rows: number }[] = [];
  for (const row of findElements(table, 'table:table-row')) {
    const cells: string[] = [];
    let across = { text: '', columns: 0 };
    for (const cell of childElements(row)) {
      const repeated = Math.min(
        Number(cell.attributes.get('table:number-columns-repeated') ?? 1) || 1,
        maxRepeated,
      );
      for (let time = 0; time < repeated; time += 1) {
        const column = cells.length;
        const covered = above[column];
        if (cell.name !== 'table:covered-table-cell') {
          const text = cellTextOf(cell);
          const span = (what: string): number =>
            Number(cell.attributes.get(`table:number-${what}-spanned`) ?? 1) || 1;
          across = { text, columns: span('columns') - 1 };
          above[column] = { text, rows: span('rows') - 1 };
          cells.push(text);
        } else if (across.columns > 0) {
          across = { ...across, columns: across.columns - 1 };
          above[column] = { text: across.text, rows: above[column - 1]?.rows ?? 0 };
          cells.push(across.text);
        } else if (covered !== undefined && covered.rows > 0) {
          above[column] = { ...covered, rows: covered.rows - 1 };
          cells.push(covered.text);
        } else cells.push('');
      }
    }
    rows.push(cells);
  }
  const headed = table.attributes.get('table:use-first-row-styles') === 'true';
  return headed ? blocksOfTable(rows[0] ?? [], rows.slice(1)) : blocksOfTable([], rows);
}

function cellTextOf(cell: XmlElement): string {
  return findElements(cell, 'text:p')
    .map(inlineText)
    .filter((text) => text !== '')
    .join(' ');
}

function isBeside({ attributes }: XmlElement, size: SlideContext['size']): boolean {
  if (size === null) return false;
  const length = (name: string): number => centimetres(attributes.get(name));
  const [x, y] = [length('svg:x'), length('svg:y')];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  return x >= size.width || y >= size.height || x + length('svg:width') <= 0 || y + length('svg:height') <= 0;
}

// White letters are hidden only where nothing but white paper can be behind them.
function isWhitePaper(page: XmlElement, { styles, masters }: SlideContext): boolean {
  const master = masters.get(page.attributes.get('draw:master-page-name') ?? '');
  const drawn = [...shapesOf(page), ...shapesOf(master)];
  return (
    !drawn.some((shape) => childElement(shape, 'draw:image') !== undefined || isColoured(shape, styles)) &&
    !isColoured(page, styles) &&
    !(master !== undefined && isColoured(master, styles))
  );
}

function isColoured({ attributes }: XmlElement, styles: OdfStyles): boolean {
  const name = attributes.get('draw:style-name') ?? attributes.get('presentation:style-name');
  return styles.of(name).coloured;
}

function isAllWhite(shape: XmlElement, styles: OdfStyles): boolean {
  const paragraphs = findElements(shape, 'text:p');
  const isWhite = (element: XmlElement): boolean =>
    styles.of(element.attributes.get('text:style-name')).white;
  return (
    paragraphs.length > 0 &&
    paragraphs.every(
      (paragraph) =>
        isWhite(paragraph) ||
        paragraph.children.every((run) => (typeof run === 'string' ? run.trim() === '' : isWhite(run))),
    )
  );
}
