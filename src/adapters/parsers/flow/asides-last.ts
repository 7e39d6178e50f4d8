import type { ParsedBlock } from '../../../core/parsed-document.ts';

/** The blocks with what is no running text at the end of its section: the headings above stay those it belongs to. */
export function asidesLast(blocks: readonly ParsedBlock[]): ParsedBlock[] {
  const ordered: ParsedBlock[] = [];
  let waiting: ParsedBlock[] = [];
  for (const block of blocks) {
    if (block.aside !== undefined) {
      waiting.push(block);
      continue;
    }
    if (block.kind === 'heading') {
      for (const aside of waiting) ordered.push(aside);
      waiting = [];
    }
    ordered.push(block);
  }
  return [...ordered, ...waiting];
}
