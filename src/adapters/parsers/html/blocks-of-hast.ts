import type { Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { unified } from 'unified';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { blocksOfTree, type TreeOptions } from '../mdast-blocks.ts';
import { regulariseTables } from './tables.ts';
import { eachElement, textOfNode } from './tree.ts';

const pageParser = unified().use(rehypeParse);
const fragmentParser = unified().use(rehypeParse, { fragment: true });
const converter = unified().use(rehypeRemark);

/** The tree of a whole page. Throws `RangeError` when it is nested too deep. */
export const parsePage = (html: string): Root => pageParser.parse(html);

/** The tree of a piece of HTML. Throws `RangeError` when it is nested too deep. */
export const parseFragment = (html: string): Root => fragmentParser.parse(html);

/** The blocks of a pruned tree. Throws `RangeError` when it is nested too deep. */
export function blocksOfHast(tree: Root, options: TreeOptions = {}): ParsedBlock[] {
  regulariseTables(tree);
  markTerms(tree);
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
