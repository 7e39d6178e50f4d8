import iconv from 'iconv-lite';

/** Single-byte charsets of Western Europe: Windows, Unix (with € and œ), Macintosh before 2001, DOS. Earlier ones win ties. */
const charsets = ['windows-1252', 'iso-8859-15', 'macintosh', 'cp850'] as const;

const sampleBytes = 64 * 1024;
/** Share of the letters beyond ASCII that must make sense where they stand. */
const leastSense = 0.9;
/** Share of accented letters among all: a text with more is in another alphabet. */
const mostAccented = 0.4;

const lower = /[àâäáãåéèêëíîïìóôöòõúûüùçñœæÿß]/;
const upper = /[ÀÂÄÁÃÅÉÈÊËÍÎÏÌÓÔÖÒÕÚÛÜÙÇÑŒÆŸ]/;
const letter = /\p{L}/u;
const capital = /\p{Lu}/u;

/**
 * The charset in which bytes that are no UTF-8 read as a Western language, or `null` when they do in none. Detectors guess
 * by frequencies and confuse these; where letters stand tells more: `Ž` within a small word is the `é` of a Macintosh.
 */
export function westernCharset(bytes: Uint8Array): (typeof charsets)[number] | null {
  const firstHigh = bytes.findIndex((byte) => byte > 0x7f);
  if (firstHigh === -1) return null;
  const start = Math.max(0, firstHigh - 256);
  const sample = Buffer.from(bytes.subarray(start, start + sampleBytes));
  const high = sample.filter((byte) => byte > 0x7f).length;
  let best: (typeof charsets)[number] | null = null;
  let bestSense = leastSense * high;
  for (const charset of charsets) {
    const text = iconv.decode(sample, charset);
    if (isOtherAlphabet(text)) continue;
    const sense = countOfSense(text);
    if (sense > bestSense || (best === null && sense === bestSense)) [best, bestSense] = [charset, sense];
  }
  return best;
}

function isOtherAlphabet(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const accented = text.match(/[\u0080-\uffff]/g)?.filter((character) => letter.test(character)).length ?? 0;
  return accented > 4 && accented > letters * mostAccented;
}

function countOfSense(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character > '\u007f' && makesSense(character, text[at - 1] ?? ' ', text[at + 1] ?? ' ')) count += 1;
  }
  return count;
}

function makesSense(character: string, before: string, after: string): boolean {
  if (lower.test(character))
    return !capital.test(after) && (!capital.test(before) || letter.test(after) || after === ' ');
  if (upper.test(character))
    return !/\p{Ll}/u.test(before) && (letter.test(after) || letter.test(before) || after === ' ');
  switch (character) {
    case '’':
      return letter.test(before) || /\d/.test(before);
    case '‘':
    case '“':
    case '«':
    case '„':
      return !letter.test(before) || before === '’';
    case '”':
    case '»':
    case '…':
      return !letter.test(after);
    case '–':
    case '—':
      return !letter.test(before) || !letter.test(after);
    case '•':
      return /\s/.test(before) || before === '';
    case '€':
    case '£':
    case '%':
      return /[\d\s\u00a0]/.test(before) || /\d/.test(after);
    case '°':
      return /[\dnN\s]/.test(before);
    case '·':
      return letter.test(before);
    case '²':
    case '³':
      return /[mM\d]/.test(before);
    case '\u00a0':
    case '§':
    case '©':
    case '®':
    case '×':
    case '±':
    case '½':
      return !letter.test(before) || !letter.test(after);
    case 'º':
    case 'ª':
      return /[\dnN]/.test(before);
    case '│':
    case '─':
    case '┌':
    case '┐':
    case '└':
    case '┘':
    case '├':
    case '┤':
    case '┼':
    case '┬':
    case '┴':
    case '║':
    case '═':
    case '█':
      return !letter.test(before) && !letter.test(after);
    default:
      return false;
  }
}
