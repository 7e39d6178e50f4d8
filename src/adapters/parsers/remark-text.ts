import type { ParsedBlock } from '../../core/parsed-document.ts';
import { cleanText } from './clean-text.ts';

/** A comment as it is read: who made it, when (the day, of an ISO 8601 date), and what it says. */
export function remarkText(text: string, author = '', date = ''): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) ?? [];
  const made = [author, year === undefined ? '' : `${day}/${month}/${year}`].filter((part) => part !== '');
  return text === '' || made.length === 0 ? text : `${made.join(', ')} : ${text}`;
}

/** The blocks of a comment, of which the first says who made it. */
export function remarkBlocks(
  author: string | undefined,
  blocks: readonly ParsedBlock[],
): readonly ParsedBlock[] {
  const [first, ...rest] = blocks;
  if (first === undefined || first.kind === 'table') return blocks;
  return [{ ...first, text: remarkText(first.text, cleanText(author ?? '')) }, ...rest];
}
