import type { ParsedPage } from '@llamaindex/liteparse';
import type { SecondReading } from './second-reading.ts';

/** Pages that are read again: enough to know that there is such text. Most that reach out only hold a large picture. */
const maxInkPages = 10;
const maxReachingPages = 2;
/** Points by which pictures and areas may run over the edges of a page that is to be trimmed. */
const bleed = 20;
/** Fewer missing letters are a matter of taste between two readers. */
const minLetters = 12;

/**
 * Characters that the layout leaves out by itself because nobody sees them: in the invisible mode, or on a part of the page
 * that is cut off. They are counted by the words that pdf.js finds and the layout does not, on the pages where there may be
 * such text. Text that stands off the sheet itself is given by neither.
 */
export async function droppedCharacters(
  pages: readonly ParsedPage[],
  invisibleInk: boolean,
  reading: SecondReading,
): Promise<number> {
  const doubtful = pages
    .filter((page) => invisibleInk || reachesOut(page))
    .slice(0, invisibleInk ? maxInkPages : maxReachingPages);
  if (doubtful.length === 0) return 0;
  const numbers = doubtful.map((page) => page.pageNum);
  const text = await reading.ask((parser) => parser.getText({ partial: numbers, pageJoiner: '' }));
  let dropped = 0;
  for (const { num, text: whole } of text?.pages ?? []) {
    const page = doubtful.find((candidate) => candidate.pageNum === num);
    const letters = page === undefined ? 0 : missingLetters(whole, page);
    if (letters >= minLetters) dropped += letters;
  }
  return dropped;
}

function reachesOut({ contentBounds, width, height }: ParsedPage): boolean {
  if (contentBounds === undefined) return false;
  const { x, y } = contentBounds;
  return (
    Math.min(x, y) < -bleed ||
    x + contentBounds.width > width + bleed ||
    y + contentBounds.height > height + bleed
  );
}

function missingLetters(whole: string, page: ParsedPage): number {
  const known = new Map<string, number>();
  for (const word of wordsIn(page.textItems.map((item) => item.text).join(' ')))
    known.set(word, (known.get(word) ?? 0) + 1);
  let letters = 0;
  for (const word of wordsIn(whole)) {
    const left = known.get(word) ?? 0;
    if (left === 0) letters += word.length;
    known.set(word, Math.max(0, left - 1));
  }
  return letters;
}

// Words that a hyphen or a ligature makes different do not count.
const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/(?<![\p{L}-])\p{L}{2,}(?![\p{L}-])/gu) ?? [];
