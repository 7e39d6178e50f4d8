import { endOfSentence, type PlainTitle, partOf } from './plain-titles.ts';

/** A longer line is as long as wrapped ones: it may be a paragraph that opens with « Article 3 ». */
const longestTitle = 64;
const endsText = /[.;:!?…»)]$/;
/** Behind « Article 3 »: nothing or the name of the part; « du décret » goes on with a sentence. */
const nothing = /^\s*[.:]?$/;
const separatedName = /^(?:\s*[:–—-]|\.)\s*[\p{L}\d«"]/u;
const bareName = /^\s*\p{Lu}/u;
const sentenceWithin = /\p{L}{3}[.!?]\s+\p{Lu}/u;
const opensText = /^\s*(?:[«“"(]?\s*\p{Lu}|(?:[-*•–—]|\d{1,3}[.)]|[a-z]\))\s)/u;
const number = /^(\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|[IVX]{1,5}[.)])\s+\p{Lu}/u;
const opensNumbered = /^\s*(?:\d{1,3}|[IVX]{1,5})[.)]\s/;

/**
 * The title that the line at `index` is by its wording, with its text directly below: « Article 3 – Report », « TITRE II »,
 * or « 2. Restauration » at the top of a paragraph. Lines that name parts one below the other are a table of contents.
 */
export function titleAboveText(lines: readonly string[], index: number): PlainTitle | null {
  const text = lines[index]?.trim() ?? '';
  const below = lines[index + 1]?.trim() ?? '';
  if (text.length > longestTitle || !opensText.test(below)) return null;
  const before = lines[index - 1]?.trim() ?? '';
  return partTitle(text, below, before) ?? (index === 0 ? numberedTitle(text, lines.slice(1)) : null);
}

function partTitle(text: string, below: string, before: string): PlainTitle | null {
  const part = partOf(text);
  if (part === null || !/^\p{Lu}/u.test(text)) return null;
  const { level, rest } = part;
  if ((partOf(below)?.level ?? level + 1) <= level) return null;
  if (separatedName.test(rest)) return isName(text) ? { level, text } : null;
  // Without a mark between number and name, the line may go on with the sentence of the one above.
  const opens = before === '' || endsText.test(before) || partOf(before) !== null;
  return opens && (nothing.test(rest) || (bareName.test(rest) && isName(text))) ? { level, text } : null;
}

function isName(text: string): boolean {
  return !endOfSentence.test(text) && !sentenceWithin.test(text);
}

/** An item that is wrapped fills its line: the next word would have fitted behind a title. */
function numberedTitle(text: string, rest: readonly string[]): PlainTitle | null {
  const [below = ''] = rest;
  const numbers = number.exec(text)?.[1]?.match(/\d+|[IVX]+/g);
  if (!numbers || !isName(text) || rest.some((line) => opensNumbered.test(line))) return null;
  const widest = rest.reduce((most, line) => Math.max(most, line.trim().length), 0);
  const nextWord = below.trim().split(/\s/, 1).join('');
  const fits = text.length + 1 + nextWord.length <= widest;
  const isText = rest.some((line) => /[.!?]$/.test(line.trim()));
  return fits && isText ? { level: Math.min(6, numbers.length + 1), text } : null;
}
