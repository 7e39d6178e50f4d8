import type { BlockContent, DefinitionContent, ListItem, Nodes, Paragraph, RootContent, Table } from 'mdast';
import type { ParsedBlock } from '../../core/parsed-document.ts';
import { cleanCode, cleanText } from './clean-text.ts';
import { onOneLine } from './one-line.ts';
import { blocksOfTable } from './table-rows.ts';

/** Turns block-level HTML found inside Markdown into blocks; without it, such HTML is dropped. */
export type ReadHtml = (html: string) => readonly ParsedBlock[];

export type TreeOptions = {
  readonly readHtml?: ReadHtml;
};

/** An anchor or a class that sites give to a heading: `{#conges .unlisted}`. */
const headingAnchor = / ?\{[#.][^{}]{1,200}\}$/;

/** The blocks of a Markdown tree in reading order. Images leave their alternative text, links their words. */
export function blocksOfTree(nodes: readonly RootContent[], options: TreeOptions = {}): ParsedBlock[] {
  const { readHtml = () => [] } = options;
  const blocks: ParsedBlock[] = [];
  const push = (block: ParsedBlock): void => {
    if (block.kind === 'table' || block.text !== '') blocks.push(block);
  };

  const visit = (node: RootContent, depth: number, quoted: boolean): void => {
    switch (node.type) {
      case 'heading':
        push({ kind: 'heading', level: node.depth, text: inlineText(node).replace(headingAnchor, '') });
        break;
      case 'paragraph':
        push(paragraphBlock(node, quoted));
        break;
      case 'code':
        push({ kind: 'code', text: cleanCode(node.value) });
        break;
      case 'table':
        blocks.push(...tableBlocks(node));
        break;
      case 'html':
        blocks.push(...readHtml(node.value));
        break;
      case 'list':
        node.children.forEach((item, index) => {
          visitItem(item, node.ordered ? `${(node.start ?? 1) + index}. ` : '', depth, quoted);
        });
        break;
      case 'blockquote':
        for (const child of node.children) visit(child, depth, true);
        break;
      case 'footnoteDefinition':
      case 'definition':
      case 'thematicBreak':
      case 'yaml':
        break;
      default:
        push({ kind: 'paragraph', text: inlineText(node) });
    }
  };

  const paragraphBlock = (node: Paragraph, quoted: boolean): ParsedBlock => {
    return { kind: quoted ? 'quote' : 'paragraph', text: inlineText(node) };
  };

  // The paragraphs that open an item are one text; what follows them (sub-lists, code, tables) stands on its own.
  const visitItem = (item: ListItem, number: string, depth: number, quoted: boolean): void => {
    const firstOther = item.children.findIndex((child) => child.type !== 'paragraph');
    const opening = firstOther === -1 ? item.children : item.children.slice(0, firstOther);
    const rest: (BlockContent | DefinitionContent)[] =
      firstOther === -1 ? [] : item.children.slice(firstOther);
    const text = cleanText(opening.map(inlineText).join(' '));
    push({ kind: 'list-item', depth, text: text === '' ? '' : number + text });
    for (const child of rest) visit(child, depth + 1, quoted);
  };

  // A note stands at the end of the section that refers to it.
  const notes = footnotesIn(nodes);
  const awaited: string[] = [];
  const endSection = (identifiers: readonly string[]): void => {
    for (const identifier of identifiers) {
      const start = blocks.length;
      for (const child of notes.get(identifier) ?? []) visit(child, 0, false);
      notes.delete(identifier);
      const written = blocks.splice(start);
      for (const block of written) blocks.push({ ...block, aside: 'note' });
    }
  };
  for (const node of nodes) {
    if (node.type === 'heading') endSection(awaited.splice(0));
    visit(node, 0, false);
    if (notes.size > 0) awaited.push(...referencesIn(node));
  }
  endSection([...awaited, ...notes.keys()]);
  return blocks;
}

function footnotesIn(nodes: readonly RootContent[]): Map<string, readonly RootContent[]> {
  return new Map(
    nodes.flatMap((node) => (node.type === 'footnoteDefinition' ? [[node.identifier, node.children]] : [])),
  );
}

function referencesIn(node: Nodes): string[] {
  if (node.type === 'footnoteReference') return [node.identifier];
  return 'children' in node ? node.children.flatMap(referencesIn) : [];
}

function tableBlocks(table: Table): ParsedBlock[] {
  // Of HTML: its words are known.
  const words = table.data?.table;
  if (words) return blocksOfTable(words.header, words.rows);
  const [header = [], ...rows] = table.children.map((row) => row.children.map((cell) => inlineText(cell)));
  return blocksOfTable(header, rows);
}

/** The words below a node on one line; a line break and the border of a paragraph count as a space. */
export function inlineText(node: Nodes): string {
  return onOneLine(rawText(node));
}

function rawText(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'break':
      return ' ';
    case 'html':
      return /^<br\b/i.test(node.value) ? ' ' : '';
    default:
      return 'children' in node
        ? node.children.map((child) => rawText(child) + gapAfter(child)).join('')
        : '';
  }
}

function gapAfter(node: Nodes): string {
  return ['paragraph', 'listItem', 'tableCell', 'tableRow', 'heading', 'list', 'code'].includes(node.type)
    ? ' '
    : '';
}
