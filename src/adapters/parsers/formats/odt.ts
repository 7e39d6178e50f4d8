import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readArchive } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { blocksOfTable } from '../table-rows.ts';
import { dateOf, titleOf } from '../title.ts';
import { findElement, readXml, textContent, type XmlElement } from '../xml-reader.ts';

const maxRepeatedCells = 50;

/** Not text of the document: indexes that repeat its headings, comments, deleted passages, hidden text, drawings. */
const dropped = new Set(
  'text:table-of-content text:illustration-index text:table-index text:alphabetical-index text:user-index text:object-index office:annotation text:tracked-changes text:hidden-text text:hidden-paragraph text:note-citation text:sequence-decls office:forms svg:title svg:desc'.split(
    ' ',
  ),
);

/** Reads an OpenDocument text: headings, lists with depth, tables, notes and text boxes after their paragraph. */
export async function readOdt(bytes: Uint8Array): Promise<ParsedDocument> {
  const parts = readArchive(bytes, (name) =>
    ['content.xml', 'meta.xml', 'META-INF/manifest.xml'].includes(name),
  );
  const part = (name: string): string => Buffer.from(parts.get(name) ?? []).toString('utf8');
  if (part('META-INF/manifest.xml').includes('encryption-data')) throw new Refusal('skipped', 'encrypted');
  const content = readXml(part('content.xml'));
  const body = findElement(content, 'office:text');
  if (body === undefined) throw new Refusal('failed', 'damaged', 'no office:text');
  const blocks = blocksOf(body, titleStyles(content));
  const meta = parts.has('meta.xml') ? readXml(part('meta.xml')) : undefined;
  const field = (name: string): string | null => {
    const element = meta === undefined ? undefined : findElement(meta, name);
    return element === undefined ? null : textContent(element);
  };
  return parsedDocument(blocks, {
    title: titleOf(field('dc:title'), blocks),
    author: cleanText(field('meta:initial-creator') ?? field('dc:creator') ?? '') || null,
    modifiedAt: dateOf(field('dc:date')),
  });
}

// Names of paragraph styles that stand for the document's title, automatic styles included.
function titleStyles(content: XmlElement): ReadonlySet<string> {
  const names = new Set(['Title']);
  for (const style of findElement(content, 'office:automatic-styles')?.children ?? []) {
    if (typeof style === 'string' || style.attributes.get('style:parent-style-name') !== 'Title') continue;
    names.add(style.attributes.get('style:name') ?? 'Title');
  }
  return names;
}

function blocksOf(body: XmlElement, titles: ReadonlySet<string>): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];

  const visitAll = (element: XmlElement, depth: number): void => {
    for (const child of element.children) if (typeof child !== 'string') visit(child, depth);
  };

  const visit = (element: XmlElement, depth: number): void => {
    if (dropped.has(element.name)) return;
    const level = Number(element.attributes.get('text:outline-level') ?? 1);
    if (element.name === 'text:h') heading(element, level);
    else if (element.name === 'text:p') paragraph(element, depth);
    else if (element.name === 'text:list') visitAll(element, depth + 1);
    else if (element.name === 'table:table') table(element);
    else visitAll(element, depth);
  };

  const heading = (element: XmlElement, level: number): void => {
    const { text, aside } = inline(element);
    if (text !== '') blocks.push({ kind: 'heading', level: Math.min(6, Math.max(1, level || 1)), text });
    for (const part of aside) visitAll(part, 0);
  };

  const paragraph = (element: XmlElement, depth: number): void => {
    const { text, aside } = inline(element);
    const isTitle = titles.has(element.attributes.get('text:style-name') ?? '');
    if (text !== '' && isTitle) blocks.push({ kind: 'heading', level: 1, text });
    else if (text !== '' && depth > 0) blocks.push({ kind: 'list-item', depth: depth - 1, text });
    else if (text !== '') blocks.push({ kind: 'paragraph', text });
    for (const part of aside) visitAll(part, 0);
  };

  const table = (element: XmlElement): void => {
    const header: string[][] = [];
    const rows: string[][] = [];
    collectRows(element, header, rows, false);
    blocks.push(...blocksOfTable(header[0] ?? [], [...header.slice(1), ...rows]));
  };

  visitAll(body, 0);
  return joinTitle(blocks);
}

// A title set over several paragraphs is one heading.
function joinTitle(blocks: readonly ParsedBlock[]): ParsedBlock[] {
  const [first, second, ...rest] = blocks;
  if (first?.kind !== 'heading' || second?.kind !== 'heading' || first.level !== 1 || second.level !== 1)
    return [...blocks];
  if (`${first.text} ${second.text}`.length > 150) return [...blocks];
  return joinTitle([{ ...first, text: `${first.text} ${second.text}` }, ...rest]);
}

function collectRows(element: XmlElement, header: string[][], rows: string[][], inHeader: boolean): void {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.name === 'table:table-row') (inHeader ? header : rows).push(cellsOf(child));
    else if (child.name === 'table:table-header-rows') collectRows(child, header, rows, true);
    else if (child.name === 'table:table-rows' || child.name === 'table:table-row-group') {
      collectRows(child, header, rows, inHeader);
    }
  }
}

function cellsOf(row: XmlElement): string[] {
  return row.children.flatMap((cell) => {
    if (typeof cell === 'string' || !/^table:(covered-)?table-cell$/.test(cell.name)) return [];
    const text = cell.name === 'table:covered-table-cell' ? '' : inline(cell).text;
    const repeated = Number(cell.attributes.get('table:number-columns-repeated') ?? 1) || 1;
    return Array<string>(Math.min(repeated, maxRepeatedCells)).fill(text);
  });
}

// The text of a paragraph, and what hangs on it: notes and text boxes, which are texts of their own.
function inline(element: XmlElement): { text: string; aside: XmlElement[] } {
  const aside: XmlElement[] = [];
  const raw = (node: XmlElement | string): string => {
    if (typeof node === 'string') return node;
    if (dropped.has(node.name)) return '';
    if (node.name === 'text:note-body' || node.name === 'draw:text-box') {
      aside.push(node);
      return '';
    }
    if (['text:s', 'text:tab', 'text:line-break'].includes(node.name)) return ' ';
    const inner = node.children.map(raw).join('');
    return ['text:p', 'text:h', 'text:list-item', 'table:table-cell'].includes(node.name)
      ? `${inner} `
      : inner;
  };
  return { text: cleanText(element.children.map(raw).join('')), aside };
}
