import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import { tokensOf } from './tokens.ts';

/** What makes two passages the same: their words, and apart from them the numbers, which must all agree. */
type Print = { readonly words: ReadonlySet<string>; readonly numbers: string };

/**
 * Folds passages that say nearly the same into the first (best) of them, whose `duplicates` counts the others. Two
 * texts that differ in a number, a date or a reference are never the same.
 */
export function collapseDuplicates<Item extends Passage>(
  passages: readonly Item[],
): (Item & { duplicates: number })[] {
  const kept: { item: Item; print: Print; duplicates: number }[] = [];
  for (const item of passages) {
    const print = printOf(item);
    const same = kept.find((other) => areSame(other.print, print));
    if (same) same.duplicates += 1;
    else kept.push({ item, print, duplicates: 0 });
  }
  return kept.map(({ item, duplicates }) => ({ ...item, duplicates }));
}

function printOf(passage: Passage): Print {
  const words = new Set<string>();
  const numbers = new Set<string>();
  for (const { surface } of tokensOf(passage.text, passage.document.language))
    (/\d/.test(surface) ? numbers : words).add(surface);
  return { words, numbers: [...numbers].sort().join(' ') };
}

function areSame(one: Print, other: Print): boolean {
  if (one.numbers !== other.numbers) return false;
  const [small, large] =
    one.words.size < other.words.size ? [one.words, other.words] : [other.words, one.words];
  if (large.size === 0) return one.numbers !== '';
  if (small.size < large.size * tunables.find.duplicateOverlap) return false;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / (small.size + large.size - shared) >= tunables.find.duplicateOverlap;
}
