import type { Language } from '../document.ts';
import { stem } from '../find/stem.ts';
import { isStopWord } from '../find/stop-words.ts';
import type { Fact, Quantity } from './fact.ts';
import { asWritten, foldWithPlaces } from './folded-text.ts';
import { digitise } from './number-words.ts';
import { readDays } from './read-days.ts';
import { readReferences } from './read-references.ts';
import { sideOf } from './side-of.ts';
import { knownUnit, nounUnit, ordinalUnit, type Unit } from './units.ts';

const start = '(?<![\\p{L}\\p{N}]|\\d[.,])';
const amount =
  '(?:\\d{1,3}(?:[ .]\\d{3})+(?:,\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?)(?![\\d])';
const magnitudes: Readonly<Record<string, number>> = {
  k: 1e3,
  mille: 1e3,
  millier: 1e3,
  milliers: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  millions: 1e6,
  md: 1e9,
  mds: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  billion: 1e9,
  billions: 1e9,
  bn: 1e9,
};
const magnitude =
  '(?: ?(k|m|mds?|bn)(?= ?(?:€|eur(?![\\p{L}])|euros?))|[ -](mille|milliers?|millions?|milliards?|thousand|billions?)(?![\\p{L}]))?';
const quantity = new RegExp(`${start}(?:([€$£]|eur) ?)?(${amount})${magnitude}`, 'gu');
const clock = new RegExp(
  `${start}(\\d{1,2}) ?(?:h|heures?) ?(\\d{2})(?!\\d| ?(?:h|€|%))|${start}(\\d{1,2}):(\\d{2})(?!\\d)`,
  'gu',
);
const halfDay = new RegExp(
  `${start}(\\d{1,2})(?:[:.](\\d{2}))? ?([ap])\\.?m\\.?(?![\\p{L}\\p{N}])|(?<!\\p{L})(midi|minuit|noon|midnight)(?!\\p{L})`,
  'gu',
);
const rank = new RegExp(`${start}(\\d{1,3}) ?(?:er|ere|e|eme|ieme|nde?|st|nd|rd|th)(?![\\p{L}\\p{N}])`, 'gu');
const cents = /^ ?(\d{2})(?!\d|[.,]\d| ?(?:€|%|\p{L}))/u;

const range = new RegExp(`${start}(\\d+)[-–](\\d+)(?=[ %€])`, 'gu');
const about =
  /(?:environ|pres de|presque|quelque|autour de|a peu pres|approximativement|aux alentours de|de l'ordre de|about|around|nearly|roughly|approximately|almost|some) (?:les |de )?$/u;
const aboutAfter = /^ ?(?:environ|approximately)(?!\p{L})/u;
/** What stands before a number that is itself left out. */
export const over = /(?:plus de|au[- ]dela de|superieure?s? a|over|more than|above) $/u;
export const under = /(?<!pas |no )(?:moins de|inferieure?s? a|under|less than|below) $/u;
const smallWord = 10;

/** A text whose facts are read one kind after the other: what one reader took, the next ones do not see. */
export type Reading = {
  readonly language: Language;
  /** The folded text with digits for number words. */
  readonly text: string;
  /** The same, blank where something was taken. */
  rest(): string;
  /** Takes a piece; gives the words as they were written and where. */
  take(from: number, to: number): { readonly said: string; readonly at: number };
};

/** The numbers, dates and references that a text says, in no particular order. Time is linear in its length. */
export function factsIn(original: string, language: Language): Fact[] {
  const written = digitise(foldWithPlaces(original));
  let rest: string | null = written.text;
  const characters = written.text.split('');
  const reading: Reading = {
    language,
    text: written.text,
    rest: () => (rest ??= characters.join('')),
    take(from, to) {
      characters.fill(' ', from, to);
      rest = null;
      return { said: asWritten(original, written, from, to), at: written.places[from] ?? 0 };
    },
  };
  const days = readDays(reading);
  const times = readTimes(reading);
  const ranges = readRanges(reading);
  const references = readReferences(reading);
  const numbers = readQuantities(reading, written.fromWords);
  return [...days, ...references, ...times, ...ranges, ...numbers];
}

/** « 10 h 30 », "2:30 pm", « midi » as hours. */
function readTimes(reading: Reading): Quantity[] {
  const hours = (from: number, to: number, value: number): Quantity => {
    const unit = knownUnit('h')?.unit ?? nounUnit('');
    return {
      kind: 'quantity',
      ...reading.take(from, to),
      raw: value,
      value: value * unit.factor,
      unit,
      isWeak: false,
      bound: null,
      side: null,
    };
  };
  const afternoon = [...reading.rest().matchAll(halfDay)].map((match) => {
    const [found, hour, minutes, half, word] = match;
    const end = match.index + found.length;
    if (word !== undefined) return hours(match.index, end, /^mi(?:di)|noon/.test(word) ? 12 : 0);
    const value = (Number(hour) % 12) + (half === 'p' ? 12 : 0) + Number(minutes ?? 0) / 60;
    return hours(match.index, end, value);
  });
  const times = [...reading.rest().matchAll(clock)].map((match) => {
    const [found, hour, minutes, otherHour, otherMinutes] = match;
    const value = Number(hour ?? otherHour) + Number(minutes ?? otherMinutes) / 60;
    return hours(match.index, match.index + found.length, value);
  });
  return [...afternoon, ...times];
}

/** « 10-20 jours » is no file number. */
function readRanges(reading: Reading): Quantity[] {
  return [...reading.rest().matchAll(range)].flatMap((match) => {
    const end = match.index + match[0].length;
    const found = knownUnit(reading.text.slice(end, end + 24));
    if (!found) return [];
    const place = reading.take(match.index, end + found.length);
    return [match[1], match[2]].map((digits) => ({
      kind: 'quantity' as const,
      ...place,
      raw: Number(digits),
      value: Number(digits) * found.unit.factor,
      unit: found.unit,
      isWeak: false,
      bound: null,
      side: null,
    }));
  });
}

type SaidNumber = { from: number; end: number; raw: number; unit: Unit; isWeak: boolean };

function readQuantities(reading: Reading, fromWords: ReadonlySet<number>): Quantity[] {
  const ranks = [...reading.rest().matchAll(rank)].map((match): Quantity => {
    const end = match.index + match[0].length;
    const noun = nounAfter(reading, end);
    const unit = ordinalUnit(noun);
    return {
      kind: 'quantity',
      ...reading.take(match.index, end),
      raw: Number(match[1]),
      value: Number(match[1]),
      unit,
      isWeak: Number(match[1]) <= smallWord,
      bound: null,
      side: null,
    };
  });
  const found: SaidNumber[] = [];
  for (const match of reading.rest().matchAll(quantity)) {
    const before = found.at(-1);
    // « 3 euros 20 » was read as one.
    if (before && match.index < before.end) continue;
    found.push(numberAt(reading, match, fromWords));
  }
  inheritUnits(found, reading.text);
  joinYearsAndMonths(found, reading.text);
  return [
    ...ranks,
    ...found.map(({ from, end, raw, unit, isWeak }): Quantity => {
      const before = reading.text.slice(Math.max(0, from - 24), from);
      const bound =
        about.test(before) || aboutAfter.test(reading.text.slice(end, end + 16))
          ? 'about'
          : over.test(before)
            ? 'over'
            : under.test(before)
              ? 'under'
              : null;
      return {
        kind: 'quantity',
        ...reading.take(from, end),
        raw,
        value: raw * unit.factor,
        unit,
        isWeak,
        bound,
        side: sideOf(reading.text.slice(Math.max(0, from - 60), from), reading.text.slice(end, end + 28)),
      };
    }),
  ];
}

function numberAt(reading: Reading, match: RegExpExecArray, fromWords: ReadonlySet<number>): SaidNumber {
  const [found, sign, digits = '', shortMagnitude, longMagnitude] = match;
  const times = magnitudes[shortMagnitude ?? longMagnitude ?? ''] ?? 1;
  let end = match.index + found.length;
  let raw = Number(plainDigits(digits, reading.language)) * times;
  const after = knownUnit(reading.text.slice(end, end + 28));
  const signed = sign === undefined ? null : knownUnit(sign);
  const isFigure = signed === null && after === null;
  const unit = signed?.unit ?? after?.unit ?? nounUnit(nounAfter(reading, end));
  if (after && signed === null) {
    end += after.length;
    const more =
      after.unit.family === 'euro' && after.unit.factor === 1 ? cents.exec(reading.text.slice(end)) : null;
    if (more) {
      raw += Number(more[1]) / 100;
      end += more[0].length;
    }
    const half = /^ et demie?(?!\p{L})/u.exec(reading.text.slice(end, end + 12));
    if (half) {
      raw += 0.5;
      end += half[0].length;
    }
  }
  const isWeak = isFigure && raw <= smallWord && fromWords.has(match.index);
  return { from: match.index, end, raw, unit, isWeak };
}

/** The stem of the noun that a number counts: the next telling word, or the one after « de ». */
function nounAfter({ text, language }: Pick<Reading, 'text' | 'language'>, from: number): string {
  const words = /^[ -]?((?:[\p{L}']+[ ]?){1,3})/u.exec(text.slice(from, from + 48))?.[1] ?? '';
  // « Un score de 55, quelles mesures ? » counts no measures.
  const [counted = ''] = words.split(
    /(?<!\p{L})(?:quel(?:le)?s?|qui|quoi|combien|comment|what|which|who|how)(?!\p{L})/u,
  );
  const telling = counted.split(/[ ']/).find((word) => word.length > 1 && !isStopWord(word, language));
  return telling === undefined ? '' : stem(telling, language);
}

/** « de 10 à 20 jours »: both are days. */
function inheritUnits(numbers: SaidNumber[], text: string): void {
  for (let index = numbers.length - 2; index >= 0; index -= 1) {
    const one = numbers[index];
    const next = numbers[index + 1];
    if (!one || !next || (one.unit.family !== 'none' && one.unit.family !== 'noun')) continue;
    const between = text.slice(one.end, next.from);
    if (!/^ ?(?:,|et|a|ou|-|–|to|and|or|\/) ?(?:les? |l')?$/u.test(between)) continue;
    numbers[index] = { ...one, unit: next.unit, isWeak: one.isWeak && next.isWeak };
  }
}

/** « 3 ans et 6 mois » is « trois ans et demi ». */
function joinYearsAndMonths(numbers: SaidNumber[], text: string): void {
  for (let index = numbers.length - 2; index >= 0; index -= 1) {
    const [years, months] = [numbers[index], numbers[index + 1]];
    if (years?.unit.name !== 'month' || years.unit.factor !== 12 || months?.unit.name !== 'month') continue;
    if (months.unit.factor !== 1 || months.raw >= 12 || text.slice(years.end, months.from) !== ' et ')
      continue;
    numbers.splice(index, 2, { ...years, end: months.end, raw: years.raw + months.raw / 12 });
  }
}

/** Digits with a point before decimals, as the language writes them. */
function plainDigits(digits: string, language: Language): string {
  const bare = digits.replaceAll(' ', '');
  if (/^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$/.test(bare)) return bare.replaceAll(',', '');
  if (/^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:\.\d{3}){2,}$/.test(bare))
    return bare.replaceAll('.', '').replace(',', '.');
  if (language === 'en' && /^\d{1,3},\d{3}$/.test(bare)) return bare.replace(',', '');
  if (language === 'fr' && /^\d{1,3}\.\d{3}$/.test(bare)) return bare.replace('.', '');
  return bare.replace(',', '.');
}
