import type { Language } from '../document.ts';
import { monthNumbers } from './references.ts';

/** A calendar day, `2024-03-01`; days compare as texts. */
export type Day = string;

/** From the first to the last day of something, both included: a day, a month, a year, a school year. */
export type Period = { readonly from: Day; readonly to: Day };

/** A date as a text says it; `at` and `end` are offsets into that text. */
export type SaidDate = Period & {
  readonly grain: 'day' | 'month' | 'year' | 'years';
  readonly at: number;
  readonly end: number;
};

const year = '(?:19[5-9]|20\\d)\\d';
const months = (['fr', 'en'] satisfies Language[]).flatMap((language) => monthNumbers[language]).join('|');
const separator = '[-_/.]';

/** For folded text (see `fold()`), tried in this order at each place; day before month, as in France. */
const forms = {
  written: `(?<d1>\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?(?<m1>${months}),? (?<y1>${year})|(?<m2>${months}) (?<d2>\\d{1,2})(?:st|nd|rd|th)?,? (?<y2>${year})`,
  digits: `(?<y3>${year})${separator}(?<m3>\\d\\d)${separator}(?<d3>\\d\\d)|(?<d4>\\d{1,2})${separator}(?<m4>\\d{1,2})${separator}(?<y4>${year})|(?<y5>20\\d\\d)(?<m5>0[1-9]|1[0-2])(?<d5>[0-2]\\d|3[01])`,
  years: `(?<y6>${year}) ?[-/_–] ?(?<y7>${year})`,
  month: `(?<m8>${months})[ _-](?<y8>${year})|(?<y9>${year})[-_](?<m9>0[1-9]|1[0-2])`,
  year: `(?<y10>${year})`,
} as const;
const said = new RegExp(
  `(?<![\\p{L}\\p{N}]|\\p{N}[-/.,])(?:${Object.values(forms).join('|')})(?![\\p{L}\\p{N}]|[-/.,]\\p{N})`,
  'gu',
);

/** The dates that a folded text says, in reading order. A number that is part of a reference (`2024-113`) is none. */
export function datesIn(folded: string): SaidDate[] {
  return [...folded.matchAll(said)].flatMap((match) => {
    const period = read(match.groups ?? {});
    return period === null ? [] : [{ ...period, at: match.index, end: match.index + match[0].length }];
  });
}

function read(
  groups: Readonly<Record<string, string | undefined>>,
): (Period & Pick<SaidDate, 'grain'>) | null {
  const named = (letter: string) =>
    Object.entries(groups).find(([name, value]) => name.startsWith(letter) && value !== undefined)?.[1];
  const [y, m, d] = [Number(named('y')), named('m'), named('d')];
  if (groups.y7 !== undefined) {
    const last = Number(groups.y7);
    return last < y ? null : { grain: 'years', from: `${y}-01-01`, to: `${last}-12-31` };
  }
  if (m === undefined) return { grain: 'year', ...yearOf(y) };
  const month = /\d/.test(m)
    ? Number(m)
    : Math.max(...(['fr', 'en'] as const).map((l) => monthNumbers[l].indexOf(m))) + 1;
  if (month < 1 || month > 12) return null;
  if (d === undefined) return { grain: 'month', ...monthOf(y, month) };
  const day = dayOf(y, month, Number(d));
  return day === null ? null : { grain: 'day', from: day, to: day };
}

/** A whole year. */
export function yearOf(year: number): Period {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** A whole month; 1 is January, 0 the December before. */
export function monthOf(year: number, month: number): Period {
  return {
    from: toDay(new Date(Date.UTC(year, month - 1, 1))),
    to: toDay(new Date(Date.UTC(year, month, 0))),
  };
}

/** The day of a moment (UTC). */
export function toDay(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

/** The day after (1) or before (-1). */
export function shiftDay(day: Day, days: number): Day {
  return toDay(new Date(Date.parse(day) + days * 86_400_000));
}

function dayOf(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? toDay(date) : null;
}
