import type { ParsedBlock } from '../../src/core/parsed-document.ts';

/** A rough reading of Markdown for measurements: headings, list items, and paragraphs at blank lines. */
export function markdownBlocks(text: string): ParsedBlock[] {
  return text
    .split(/\n\s*\n/)
    .flatMap((part) => part.split(/\n(?=\s*(?:[-*+]|\d+\.|#{1,6})\s)/).map(toBlock));
}

function toBlock(part: string): ParsedBlock {
  const text = part.trim().replace(/\s+/g, ' ');
  const heading = /^(#{1,6})\s+(.*)$/.exec(text);
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, text: bare(heading[2] ?? '') };
  const item = /^(?:[-*+]|\d+\.)\s+(.*)$/.exec(text);
  if (item) return { kind: 'list-item', depth: 0, text: bare(item[1] ?? '') };
  return { kind: 'paragraph', text: bare(text) };
}

/** Without the addresses of links, emphasis and tags. */
function bare(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]{1,200}>/g, ' ')
    .replace(/[*_`]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
