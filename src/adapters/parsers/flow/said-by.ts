import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';

/** The blocks of a comment with its author's name in front, where it has one. */
export function saidBy(author: string | undefined, blocks: readonly ParsedBlock[]): readonly ParsedBlock[] {
  const name = cleanText(author ?? '');
  const [first, ...rest] = blocks;
  if (name === '' || first === undefined || first.kind === 'table') return blocks;
  return [{ ...first, text: `${name} : ${first.text}` }, ...rest];
}
