import iconv from 'iconv-lite';

/** Single-byte charsets of Western Europe: Windows, Unix (with € and œ), Macintosh before 2001, DOS. Earlier ones win ties. */
const charsets = ['windows-1252', 'iso-8859-15', 'macintosh', 'cp850'] as const;

const sampleBytes = 64 * 1024;
/** Share of the letters beyond ASCII that must make sense where they stand. */
const leastSense = 0.9;
/** Share of accented letters among all: a text with more is in another alphabet. */
const mostAccented = 0.4;

type Neighbours = { readonly before: string; readonly after: string };

const letter = /\p{L}/u;
const capital = /\p{Lu}/u;
const small = /\p{Ll}/u;
const isApart = ({ before, after }: Neighbours): boolean => !letter.test(before) || !letter.test(after);

/** Characters beyond ASCII that Western texts hold, and beside what they stand. */
const places: readonly (readonly [characters: string, fits: (beside: Neighbours) => boolean])[] = [
  [
    'àâäáãåéèêëíîïìóôöòõúûüùçñœæÿß',
    ({ before, after }) =>
      !capital.test(after) && (!capital.test(before) || letter.test(after) || after === ' '),
  ],
  [
    'ÀÂÄÁÃÅÉÈÊËÍÎÏÌÓÔÖÒÕÚÛÜÙÇÑŒÆŸ',
    ({ before, after }) => !small.test(before) && (letter.test(after + before) || after === ' '),
  ],
  ['’', ({ before }) => /[\p{L}\d]/u.test(before)],
  ['‘“«„', ({ before }) => !letter.test(before)],
  ['”»…', ({ after }) => !letter.test(after)],
  ['–—\u00a0§©®×±½', isApart],
  ['•', ({ before }) => /\s/.test(before)],
  ['€£', ({ before, after }) => /[\d\s]/.test(before) || /\d/.test(after)],
  ['°ºª', ({ before }) => /[\dnN\s]/.test(before)],
  ['·', ({ before }) => letter.test(before)],
  ['²³', ({ before }) => /[mM\d]/.test(before)],
  ['│─┌┐└┘├┤┼┬┴║═█', ({ before, after }) => !letter.test(before) && !letter.test(after)],
];
const fitOf = new Map(places.flatMap(([characters, fits]) => [...characters].map((one) => [one, fits])));

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
    const beside = { before: text[at - 1] ?? ' ', after: text[at + 1] ?? ' ' };
    if (fitOf.get(character)?.(beside) === true) count += 1;
  }
  return count;
}
