import type { Root } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import type { Table } from 'mdast';
import { parse, parseFragment as parsePart } from 'parse5';
import rehypeRemark from 'rehype-remark';
import { unified } from 'unified';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { blocksOfTree, type TreeOptions } from '../mdast-blocks.ts';
import { readTables, type TableWords } from './tables.ts';
import { eachElement, textOfNode } from './tree.ts';

// Not `rehype-parse`, which keeps the place of everything in the file: two fifths of the memory of a large table, and nobody asks.
const withoutScripts = { scriptingEnabled: false };
const converter = unified().use(rehypeRemark, {
  handlers: {
    table: (_, { data }): Table => ({ type: 'table', children: [], data: { table: data?.table } }),
  },
});

declare module 'mdast' {
  interface TableData {
    table?: TableWords | undefined;
  }
}

/** The tree of a whole page. Throws `RangeError` when it is nested too deep. */
export const parsePage = (html: string): Root => fromParse5(parse(html, withoutScripts)) as Root;

/** The tree of a piece of HTML. Throws `RangeError` when it is nested too deep. */
export const parseFragment = (html: string): Root => fromParse5(parsePart(html, withoutScripts)) as Root;

/** The blocks of a pruned tree. Throws `RangeError` when it is nested too deep. */
export function blocksOfHast(tree: Root, options: TreeOptions = {}): ParsedBlock[] {
  markTerms(tree);
  readTables(tree);
  return blocksOfTree(converter.runSync(tree).children, options);
}

// A term and its explanation become one item of a list.
function markTerms(tree: Root): void {
  eachElement(tree, (term) => {
    if (term.tagName === 'dt' && /[\p{L}\p{N})]\s*$/u.test(textOfNode(term)))
      term.children.push({ type: 'text', value: ' : ' });
  });
}

/**
 * What `read` makes of the HTML, or its text without any structure: the tree builders recurse, and HTML nested thousands
 * of levels deep overflows them.
 */
export function readOrFlatten<Read>(
  html: string,
  read: () => Read,
  flat: (blocks: ParsedBlock[]) => Read,
): Read {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return flat(flatBlocks(html));
    throw error;
  }
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
