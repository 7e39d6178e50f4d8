import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { paragraphText } from '../ooxml/drawing-text.ts';
import { graphicBlocks } from '../ooxml/graphic-blocks.ts';
import type { Parts } from '../ooxml/read-parts.ts';
import { blocksOfTable } from '../table-rows.ts';
import { childElement, childElements, findElement, textContent, type XmlElement } from '../xml-reader.ts';
import type { Sight } from './hidden-text.ts';
import { isTitle, type SlideShape } from './shapes.ts';

/** Where a shape stands, and what its reading needs. */
export type ShapeContext = {
  readonly parts: Parts;
  readonly part: string;
  readonly sight: Sight;
  readonly titleLevel: number;
  /** Told how many characters of hidden text were left out. */
  readonly hide: (characters: number) => void;
};

const maxSpan = 1_000;

/** The blocks of one shape of a slide: title, paragraphs and items, table, or the words of a chart or diagram. */
export function blocksOfShape(shape: SlideShape, context: ShapeContext): ParsedBlock[] {
  const { element } = shape;
  const frame = element.name === 'graphicFrame' ? findElement(element, 'graphicData') : undefined;
  const table = frame === undefined ? undefined : childElement(frame, 'tbl');
  if (table !== undefined) return tableBlocks(table, shape, context);
  if (frame !== undefined) return graphicBlocks(frame, context.parts, context.part);
  const paragraphs = visibleParagraphs(childElement(element, 'txBody'), shape, context);
  if (isTitle(shape)) {
    const text = cleanText(paragraphs.map(({ text }) => text).join(' '));
    return text === '' ? [] : [{ kind: 'heading', level: context.titleLevel, text }];
  }
  const body = /^(obj|body)$/.test(shape.placeholder ?? '') && paragraphs.length > 1;
  return paragraphs.map(({ text, properties }): ParsedBlock => {
    const level = Number(properties?.attributes.get('lvl') ?? 0) || 0;
    const bullet = childElements(properties).find(({ name }) =>
      /^bu(None|Char|AutoNum|Blip)$/.test(name),
    )?.name;
    const item = bullet === undefined ? body || level > 0 : bullet !== 'buNone';
    return item ? { kind: 'list-item', depth: level, text } : { kind: 'paragraph', text };
  });
}

type Paragraph = { readonly text: string; readonly properties: XmlElement | undefined };

// The paragraphs with text of a body, without the runs that nobody sees.
function visibleParagraphs(
  body: XmlElement | undefined,
  shape: SlideShape,
  { sight, hide }: ShapeContext,
): Paragraph[] {
  return childElements(body, 'p').flatMap((paragraph): Paragraph[] => {
    const seen = paragraph.children.filter((run) => {
      if (typeof run === 'string' || run.name !== 'r' || !sight.hidesRun(run, shape)) return true;
      hide(cleanText(textContent(run)).length);
      return false;
    });
    const text = paragraphText({ ...paragraph, children: seen });
    return text === '' ? [] : [{ text, properties: childElement(paragraph, 'pPr') }];
  });
}

function tableBlocks(table: XmlElement, shape: SlideShape, context: ShapeContext): ParsedBlock[] {
  const rows: string[][] = [];
  const spanned: string[] = [];
  const left: number[] = [];
  for (const row of childElements(table, 'tr')) {
    const cells: string[] = [];
    childElements(row, 'tc').forEach((cell, column) => {
      const covered = /^(1|true)$/;
      if (covered.test(cell.attributes.get('hMerge') ?? '')) {
        cells.push(cells.at(-1) ?? '');
        left[column] = left[column - 1] ?? 0;
        spanned[column] = spanned[column - 1] ?? '';
      } else if (covered.test(cell.attributes.get('vMerge') ?? '') && (left[column] ?? 0) > 0) {
        cells.push(spanned[column] ?? '');
        left[column] = (left[column] ?? 0) - 1;
      } else {
        const text = visibleParagraphs(childElement(cell, 'txBody'), shape, context)
          .map((paragraph) => paragraph.text)
          .join(' ');
        cells.push(text);
        spanned[column] = text;
        left[column] = Math.min(Number(cell.attributes.get('rowSpan') ?? 1) || 1, maxSpan) - 1;
      }
    });
    rows.push(cells);
  }
  const headed = /^(1|true)$/.test(childElement(table, 'tblPr')?.attributes.get('firstRow') ?? '');
  const [header = [], ...body] = rows;
  return headed ? blocksOfTable(header, body) : blocksOfTable([], rows);
}
