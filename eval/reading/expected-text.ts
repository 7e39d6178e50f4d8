import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { ParsedDocument } from '../../src/core/parsed-document.ts';
import type { ScoredText } from './scorers.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

/** The words and cells of an expected text; Markdown (`.md`) loses its marks, links leave their words. */
export function expectedText(content: string, name: string): ScoredText {
  if (!name.endsWith('.md')) return { text: content, cells: [] };
  const cells: string[] = [];
  const text = textOf(parser.parse(content.replace(/<!--[\s\S]*?-->/g, ' ')), cells);
  return { text, cells };
}

/** The words and cells of what Sourcier read, in reading order. */
export function readText({ blocks }: Pick<ParsedDocument, 'blocks'>): ScoredText {
  const cells: string[] = [];
  const parts = blocks.map((block) => {
    if (block.kind !== 'table') return block.text;
    const rows = [block.header, ...block.rows];
    cells.push(...rows.flat());
    return rows.map((row) => row.join(' ')).join('\n');
  });
  return { text: parts.join('\n'), cells };
}

function textOf(node: Nodes, cells: string[]): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'html':
      return ' ';
    case 'image':
      return '';
    case 'break':
      return ' ';
    default: {
      const inner =
        'children' in node ? node.children.map((child) => textOf(child, cells)).join(gap(node)) : '';
      if (node.type === 'tableCell') cells.push(inner);
      return inner;
    }
  }
}

const gap = (node: Nodes): string =>
  ['paragraph', 'heading', 'tableCell', 'emphasis', 'strong', 'link', 'delete'].includes(node.type)
    ? ''
    : '\n';
