import { monthNumbers } from '../find/references.ts';
import type { SaidDay } from './fact.ts';
import type { Reading } from './facts-in.ts';
import { knownUnit } from './units.ts';

const months = [...new Set([...monthNumbers.fr, ...monthNumbers.en])].join('|');
const shortMonths: Readonly<Record<string, number>> = {
  janv: 1,
  fevr: 2,
  avr: 4,
  juil: 7,
  sept: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
};
const anyMonth = `(?:(?:${months})(?!\\p{L})|(?:${Object.keys(shortMonths).join('|')})\\.?(?!\\p{L})(?= ?\\d{4}))`;
const start = '(?<![\\p{L}\\p{N}]|\\d[-/.,])';
const end = '(?![\\p{L}\\p{N}]|[-/.,]\\d)';
const year = '(?:1[0-9]|20)\\d{2}';
const dayNumber = '(?:\\d{1,2}(?: ?er|st|nd|rd|th)?|premier)';
const joint = ' ?(?:,|-|–|/|et|au|a|ou|to|and|or|until) ?(?:le |du |au |jusqu.au |the )?';

const dayFirst = new RegExp(
  `${start}((?:${dayNumber}${joint})*${dayNumber}) (?:of )?(${anyMonth})(?:,? (?:of )?(${year})(?!\\d))?`,
  'gu',
);
const monthFirst = new RegExp(
  `${start}(${monthNumbers.en.join('|')}) ((?:${dayNumber}(?:-|–| and | to ))*${dayNumber})(?![\\d])(?: ?,? (${year})(?!\\d))?${end}`,
  'gu',
);
const digits = new RegExp(
  `${start}(?:(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})|(\\d{4})-(\\d{2})-(\\d{2}))${end}`,
  'gu',
);
const monthAndYear = new RegExp(`${start}(${anyMonth}) (?:of )?(${year})${end}`, 'gu');
const years = new RegExp(`${start}(${year})(?:[-/–](${year}|\\d{2}))?${end}`, 'gu');

/** The days, months and years that a text says, in words or in digits: day before month, as in France. */
export function readDays(reading: Reading): SaidDay[] {
  const found: SaidDay[] = [];
  const add = (match: RegExpExecArray, parts: Pick<SaidDay, 'year' | 'month' | 'day'>[]) => {
    const place = reading.take(match.index, match.index + match[0].length);
    found.push(...parts.map((part) => ({ kind: 'date' as const, ...place, ...part })));
  };
  const dayList = (list: string) =>
    [...list.matchAll(/\d{1,2}|premier/g)].map(([day]) => (day === 'premier' ? 1 : Number(day)));
  for (const pattern of [dayFirst, monthFirst])
    for (const match of reading.rest().matchAll(pattern)) {
      const [, first = '', second = '', said] = match;
      const [list, name] = pattern === dayFirst ? [first, second] : [second, first];
      const month = monthOf(name);
      const days = dayList(list);
      if (days.some((day) => day < 1 || day > 31)) continue;
      add(
        match,
        days.map((day) => ({ year: said === undefined ? null : Number(said), month, day })),
      );
    }
  for (const match of reading.rest().matchAll(digits)) {
    const [, d1, m1, y1, y2, m2, d2] = match;
    const [day, month] = [Number(d1 ?? d2), Number(m1 ?? m2)];
    if (month < 1 || month > 12 || day < 1 || day > 31) continue;
    add(match, [{ year: Number(y1 ?? y2), month, day }]);
  }
  for (const match of reading.rest().matchAll(monthAndYear))
    add(match, [{ year: Number(match[2]), month: monthOf(match[1] ?? ''), day: null }]);
  for (const match of reading.rest().matchAll(years)) {
    const to = match.index + match[0].length;
    const [, from, until] = match;
    if (!isYear(reading.text, match.index, to)) continue;
    const last =
      until === undefined ? null : Number(until.length === 2 ? `${from?.slice(0, 2)}${until}` : until);
    // « 2024-13 » is a file.
    if (last !== null && (last <= Number(from) || last > Number(from) + 60)) continue;
    add(
      match,
      [Number(from), ...(last === null ? [] : [last])].map((one) => ({ year: one, month: null, day: null })),
    );
  }
  return found;
}

/** Four digits that count nothing and number nothing. */
function isYear(text: string, from: number, to: number): boolean {
  const value = Number(text.slice(from, from + 4));
  if (value < 1400 && !/(?:en|in|annee|year|vers|depuis) $/.test(text.slice(Math.max(0, from - 8), from)))
    return false;
  if (knownUnit(text.slice(to, to + 24)) || /^ ?(?:k|m|mds?) ?€/.test(text.slice(to, to + 6))) return false;
  return (
    !/(?:n ?°|no\.?|numero|art\.?|article|[€$£]) ?$|\d $/.test(text.slice(Math.max(0, from - 9), from)) &&
    !/^ \d{3}(?!\d)/.test(text.slice(to, to + 5))
  );
}

function monthOf(name: string): number {
  const bare = name.replace('.', '');
  const whole = Math.max(monthNumbers.fr.indexOf(bare), monthNumbers.en.indexOf(bare)) + 1;
  return whole || (shortMonths[bare] ?? 0);
}
