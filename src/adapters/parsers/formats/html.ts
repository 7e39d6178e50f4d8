import type { Element, Nodes, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { unified } from 'unified';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { blocksOfTree, type TreeOptions } from '../mdast-blocks.ts';
import { parsedDocument } from '../parsed.ts';
import { dateOf, titleOf } from '../title.ts';

const parser = unified().use(rehypeParse);
const fragmentParser = unified().use(rehypeParse, { fragment: true });
const converter = unified().use(rehypeRemark);

/** Elements without words for a reader, or that only serve to move around a site. */
const dropped = new Set(
  'script style noscript template svg math iframe object embed canvas audio video map nav dialog button select input textarea link meta base'.split(
    ' ',
  ),
);
const droppedRoles = new Set(['navigation', 'menu', 'menubar', 'search', 'banner']);

/** Reads a web page: nothing is fetched or run, navigation and hidden parts are left out, `main` is preferred. */
export async function readHtml(bytes: Uint8Array): Promise<ParsedDocument> {
  const opening = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const charset = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(opening)?.[1];
  const html = await decodeText(bytes, charset);
  const tree = parseOrNull(html);
  if (tree === null) return parsedDocument(flatBlocks(html));
  const meta = metadataOf(tree);
  const blocks = blocksOfPage(tree);
  return parsedDocument(blocks, {
    title: titleOf(meta.get('og:title') ?? meta.get('title'), blocks),
    author: cleanText(meta.get('author') ?? '') || null,
    modifiedAt: dateOf(meta.get('article:modified_time') ?? meta.get('dcterms.modified')),
  });
}

/** The blocks of a piece of HTML (the body of a mail, HTML inside Markdown). */
export function blocksOfHtml(html: string, options: TreeOptions = {}): ParsedBlock[] {
  try {
    const tree = fragmentParser.parse(html);
    prune(tree);
    return convert(tree, options);
  } catch (error) {
    if (error instanceof RangeError) return flatBlocks(html);
    throw error;
  }
}

// The tree builders recurse: a page nested thousands of levels deep overflows them, and is then read as flat text.
function parseOrNull(html: string): Root | null {
  try {
    return parser.parse(html);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function blocksOfPage(tree: Root): ParsedBlock[] {
  prune(tree);
  const main = find(tree, (element) => element.tagName === 'main' || element.properties.role === 'main');
  const fromMain = main === null ? [] : convert({ type: 'root', children: main.children });
  return fromMain.length > 0 ? fromMain : convert(tree);
}

function convert(tree: Root, options: TreeOptions = {}): ParsedBlock[] {
  const markdown = converter.runSync(tree);
  return blocksOfTree(markdown.children, options);
}

function prune(node: Nodes): void {
  if (!('children' in node)) return;
  const kept = node.children.filter((child) => {
    if (child.type === 'comment') return false;
    return child.type !== 'element' || !isDropped(child);
  });
  node.children = kept as typeof node.children;
  for (const child of kept) prune(child as Nodes);
}

function isDropped({ tagName, properties }: Element): boolean {
  if (dropped.has(tagName) || droppedRoles.has(String(properties.role ?? ''))) return true;
  if (properties.hidden === true || properties.ariaHidden === 'true') return true;
  return /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])/i.test(
    String(properties.style ?? ''),
  );
}

function find(node: Nodes, accept: (element: Element) => boolean): Element | null {
  if (node.type === 'element' && accept(node)) return node;
  if (!('children' in node)) return null;
  for (const child of node.children) {
    const found = find(child, accept);
    if (found !== null) return found;
  }
  return null;
}

function metadataOf(tree: Root): Map<string, string> {
  const found = new Map<string, string>();
  const head = find(tree, (element) => element.tagName === 'head');
  for (const child of head?.children ?? []) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'title') found.set('title', textOf(child));
    const key = child.properties.name ?? child.properties.property;
    const content = child.properties.content;
    if (child.tagName === 'meta' && typeof key === 'string' && typeof content === 'string') {
      found.set(key.toLowerCase(), content);
    }
  }
  return found;
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function flatBlocks(html: string): ParsedBlock[] {
  return html
    .replace(/<(script|style|template|noscript)\b[\s\S]*?<\/\1\s*>/gi, '\n')
    .replace(/<\/?(p|div|br|li|tr|h[1-6]|table|section|blockquote)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? ' ')
    .split(/\n+/)
    .map(cleanText)
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'paragraph', text }));
}

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};
