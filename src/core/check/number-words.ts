import { type FoldedText, replaceIn } from './folded-text.ts';
import { knownUnit } from './units.ts';

const values: Readonly<Record<string, number>> = {
  zero: 0,
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
  treize: 13,
  quatorze: 14,
  quinze: 15,
  seize: 16,
  vingt: 20,
  vingts: 20,
  trente: 30,
  quarante: 40,
  cinquante: 50,
  soixante: 60,
  septante: 70,
  huitante: 80,
  octante: 80,
  nonante: 90,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const multipliers: Readonly<Record<string, number>> = {
  cent: 100,
  cents: 100,
  hundred: 100,
  mille: 1e3,
  thousand: 1e3,
  million: 1e6,
  millions: 1e6,
  milliard: 1e9,
  milliards: 1e9,
  billion: 1e9,
  billions: 1e9,
};
const word = `(?:${[...Object.keys(values), ...Object.keys(multipliers)].join('|')})`;
const joined = `(?:[ -]${word}|(?: et |-et-)(?:une?|onze)|(?<=hundred|thousand) and ${word})`;
/** « l'un » and « d'un » are no numbers, unless what is counted follows: « d'un mois ». */
const run = new RegExp(
  `(?<![\\p{L}\\p{N}-]|\\d |(?<!(?<!\\p{L})d)')${word}${joined}*(?![\\p{L}\\p{N}]|-\\p{L})`,
  'gu',
);
const ordinals: Readonly<Record<string, number>> = {
  deuxieme: 2,
  second: 2,
  seconde: 2,
  troisieme: 3,
  quatrieme: 4,
  cinquieme: 5,
  sixieme: 6,
  septieme: 7,
  huitieme: 8,
  neuvieme: 9,
  dixieme: 10,
  onzieme: 11,
  douzieme: 12,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
const ordinal = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${Object.keys(ordinals).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);

/** Words that are numbers only beside what is counted: « un », « neuf », "one". */
const doubtful = /^(?:une?|one|neuf)$/;

const numberWords = new Set(
  [...Object.keys(values), ...Object.keys(multipliers)].filter((said) => !doubtful.test(said)),
);

/** True for a folded word that says a number whatever stands beside it. */
export function isNumberWord(said: string): boolean {
  return numberWords.has(said);
}

/** Offsets into a text whose number words have become digits, of those that were words. */
export type Digitised = FoldedText & { readonly fromWords: ReadonlySet<number> };

/**
 * Writes the numbers of a folded text in digits, whole numbers in words as French and English say them: « douze mille euros » →
 * « 12000 euros ». « Un » and « neuf » stay, unless a unit follows; « cent » after digits or « pour » is none.
 */
export function digitise(folded: FoldedText): Digitised {
  const spans: { from: number; to: number; replacement: string }[] = [];
  for (const match of folded.text.matchAll(run)) {
    const [found] = match;
    const end = match.index + found.length;
    if (doubtful.test(found) && !knownUnit(folded.text.slice(end, end + 24))) continue;
    const before = folded.text.slice(Math.max(0, match.index - 5), match.index);
    if (/^(?:cents?|hundred)/.test(found) && /(?:pour|per) $/.test(before)) continue;
    const value = numberOf(found.split(/[ -]/));
    if (value === null) continue;
    spans.push({ from: match.index, to: end, replacement: String(value) });
  }
  for (const match of folded.text.matchAll(ordinal))
    spans.push({
      from: match.index,
      to: match.index + match[0].length,
      replacement: `${ordinals[match[0]] ?? 0}e`,
    });
  spans.sort((a, b) => a.from - b.from);
  const written = replaceIn(folded, spans);
  let moved = 0;
  const fromWords = new Set<number>();
  for (const { from, to, replacement } of spans) {
    fromWords.add(from + moved);
    moved += replacement.length - (to - from);
  }
  return { ...written, fromWords };
}

/** `null` for words that say a rank of magnitude and no number: « des millions ». */
function numberOf(words: readonly string[]): number | null {
  let total = 0;
  let current = 0;
  let isNumber = false;
  for (const said of words) {
    const multiplier = multipliers[said];
    if (multiplier === undefined) {
      const value = values[said];
      if (value === undefined) continue;
      isNumber = true;
      const isEighty = value === 20 && current % 100 === 4;
      current = isEighty ? current - 4 + 80 : current + value;
    } else if (multiplier === 100) {
      isNumber = true;
      current = (current || 1) * 100;
    } else {
      if (multiplier === 1e3) isNumber = true;
      total += (current || 1) * multiplier;
      current = 0;
    }
  }
  return isNumber ? total + current : null;
}
