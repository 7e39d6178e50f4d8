import type { ParsedBlock } from '../../core/parsed-document.ts';

/** Characters (UTF-16 units) of all texts of these blocks. */
export function blockCharacters(blocks: Iterable<ParsedBlock>): number {
  let total = 0;
  for (const block of blocks) {
    if (block.kind !== 'table') total += block.text.length;
    else for (const row of [block.header, ...block.rows]) for (const cell of row) total += cell.length;
  }
  return total;
}
