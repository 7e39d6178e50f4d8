import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import type { Language } from '../document.ts';
import { remember } from './remember.ts';
import { tokensOf } from './tokens.ts';

/** What makes two passages the same: their words, and apart from them the numbers, which must all agree. */
type Print = { readonly words: ReadonlySet<string>; readonly numbers: string };

const { duplicateOverlap, rememberedTexts } = tunables.find;

/** Analysing a text costs a hundred times more than looking at it, and the same passages are found again and again. */
const prints = {
  fr: remember((text: string) => printOf(text, 'fr'), rememberedTexts),
  en: remember((text: string) => printOf(text, 'en'), rememberedTexts),
} satisfies Record<Language, (text: string) => Print>;

/**
 * Folds passages that say nearly the same into the first (best) of them, whose `duplicates` counts the others. Two
 * texts that differ in a number, a date or a reference are never the same.
 */
export function collapseDuplicates<Item extends Passage>(
  passages: readonly Item[],
): (Item & { duplicates: number })[] {
  const kept: { item: Item; digits: string; duplicates: number }[] = [];
  for (const item of passages) {
    const digits = digitsOf(item);
    const same = kept.find(
      (other) => mayBeSame(other, { item, digits }) && areSame(print(other.item), print(item)),
    );
    if (same) same.duplicates += 1;
    else kept.push({ item, digits, duplicates: 0 });
  }
  return kept.map(({ item, duplicates }) => ({ ...item, duplicates }));
}

const print = ({ text, document }: Passage): Print => prints[document.language](text);

/** All digits in reading order: what differs here differs in its numbers, whatever their form. */
const digitsOf = ({ text }: Passage): string => text.replace(/\D+/g, '');

/** A look that spares most pairs the analysis: the same digits, and lengths that so much overlap allows. */
function mayBeSame(
  one: { readonly item: Passage; readonly digits: string },
  other: { readonly item: Passage; readonly digits: string },
): boolean {
  if (one.digits !== other.digits || one.item.document.language !== other.item.document.language)
    return false;
  const [short, long] = [one.item.text.length, other.item.text.length].sort((a, b) => a - b);
  return (short ?? 0) >= (long ?? 0) * duplicateOverlap * duplicateOverlap;
}

function printOf(text: string, language: Language): Print {
  const words = new Set<string>();
  const numbers = new Set<string>();
  for (const { surface } of tokensOf(text, language)) (/\d/.test(surface) ? numbers : words).add(surface);
  return { words, numbers: [...numbers].sort().join(' ') };
}

function areSame(one: Print, other: Print): boolean {
  if (one.numbers !== other.numbers) return false;
  const [small, large] =
    one.words.size < other.words.size ? [one.words, other.words] : [other.words, one.words];
  if (large.size === 0) return one.numbers !== '';
  if (small.size < large.size * duplicateOverlap) return false;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / (small.size + large.size - shared) >= duplicateOverlap;
}
