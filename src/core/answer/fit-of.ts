import { type Bracket, bracketsIn, liesIn, quantitiesIn } from '../check/brackets-in.ts';
import { type DayOfYear, dayRangesIn, liesInRange } from '../check/day-ranges.ts';
import type { Quantity } from '../check/fact.ts';
import type { Language } from '../document.ts';
import type { Day } from '../find/calendar.ts';
import { daysMeant } from './days-meant.ts';
import type { QuoteUnit } from './quote-units.ts';

/** The numbers and the days that a question gives. */
type Given = { readonly numbers: readonly Quantity[]; readonly days: readonly DayOfYear[] };

/** What a piece of a source says of them. */
export type Fit = {
  /** Whether it is said of one of them; `null`: it tells none of their kind apart. */
  readonly fits: boolean | null;
  /** Whether it says so by a bracket or from when to when, in other words than the question's. */
  readonly isWithin: boolean;
};

export function givenIn(question: string, language: Language, today: Day): Given {
  return { numbers: quantitiesIn(question, language), days: daysMeant(question, language, today) };
}

/**
 * « pour un quotient familial de 850 € » asks for the line of « de 701 € à 950 € », and for no other; « le 10 décembre » for that of
 * « 8–14 décembre », or for the row of « 10/12/2026 ».
 */
export function fitOf(unit: QuoteUnit, { numbers, days }: Given, language: Language): Fit {
  const { kind, text } = unit;
  // Reading a text for its facts is the dear part: only for what the question gives.
  const brackets = numbers.length === 0 ? [] : bracketsIn(text, language);
  const ranges =
    days.length === 0
      ? []
      : dayRangesIn(kind === 'row' ? withSpans(unit) : text, language, { single: kind === 'row' });
  const said = [
    ...brackets.flatMap((bracket) =>
      numbers.map((number) => liesIn(inUnitOf(bracket, number, kind), bracket)),
    ),
    ...ranges.flatMap((range) => days.map((day) => liesInRange(day, range))),
  ];
  const fits = said.includes(true) || (said.includes(false) ? false : null);
  return { fits, isWithin: brackets.length > 0 || ranges.some(({ from, to }) => from !== to) };
}

/** « pour un quotient de 850 »: a bare number, unless it may be a year, is in the unit of the rows that have brackets. */
function inUnitOf({ unit }: Bracket, number: Quantity, kind: QuoteUnit['kind']): Quantity {
  const isBare = number.unit.family === 'none' && !/^(?:19|20)\d\d$/.test(number.said);
  return kind === 'row' && isBare && (unit.family === 'euro' || unit.family === 'money')
    ? { ...number, unit }
    : number;
}

const spanFrom = /^(?:du|de|d[ée]but|date (?:de )?d[ée]but|from|start)(?!\p{L})/iu;
const spanTo = /^(?:au|[àa]|fin|date (?:de )?fin|to|until|end)(?!\p{L})/iu;

/** The text of a row in which the columns « Du » and « Au » stand as « from – to ». */
function withSpans({ cells, text }: QuoteUnit): string {
  if (cells.length === 0) return text;
  return cells
    .map(({ name, value }, at) => {
      const next = cells[at + 1]?.name ?? '';
      return `${value}${spanFrom.test(name) && spanTo.test(next) ? ' – ' : ' | '}`;
    })
    .join('');
}
