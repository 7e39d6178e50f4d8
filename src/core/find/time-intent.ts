import { type Day, datesIn, type SaidDate, shiftDay } from './calendar.ts';
import { foldInPlace } from './fold.ts';
import { and, between, counts, latestExpressions, leads, named, relativeTimes } from './time-patterns.ts';

/**
 * What a question wants of the date of documents. `from` and `to` (included, `null`: open) bound it: « budget 2025 »,
 * « avant 2023 ». `latest`: of several versions, the last one within these bounds: « dernier compte rendu »; with `to`, the
 * one in force on that day: « en vigueur au 1er mars 2024 ».
 */
export type TimeIntent = { readonly from: Day | null; readonly to: Day | null; readonly latest: boolean };

export type TimedQuestion = {
  /** `null` when the question wants nothing of the kind. */
  readonly intent: TimeIntent | null;
  /**
   * The question without the words that only say when: a document in force on a day does not say that day. A year that
   * documents may say themselves (« budget 2025 ») stays, and « l'an dernier » becomes one.
   */
  readonly words: string;
};

/** A part of the question that says when: what it bounds, and what stands in its place when words are looked for. */
type Expression = {
  readonly at: number;
  readonly end: number;
  readonly instead: string | null;
} & Partial<TimeIntent>;

/** What the question, French or English, wants of the date of documents; `now` is what « cette année » counts from. */
export function parseTimeIntent(question: string, now: Date): TimedQuestion {
  const { text, folded } = foldInPlace(question);
  const found = [...datedExpressions(folded, now), ...relativeExpressions(folded, now)];
  const expressions = [...found, ...askingForLatest(folded, found)];
  if (expressions.length === 0) return { intent: null, words: question };
  const intent = {
    from: greatest(expressions.flatMap(({ from }) => from ?? [])),
    to: least(expressions.flatMap(({ to }) => to ?? [])),
    latest: expressions.some((one) => one.latest === true),
  };
  // Bounds that exclude each other name two times, « le budget 2024 et celui de 2025 »: neither is preferred.
  if (intent.from !== null && intent.to !== null && intent.from > intent.to)
    return { intent: null, words: question };
  const words = without(text, expressions);
  return { intent, words: /[\p{L}\p{N}]/u.test(words) ? words : question };
}

function datedExpressions(folded: string, now: Date): Expression[] {
  const expressions: Expression[] = [];
  const dates = datesIn(folded).filter(({ from }) => Number(from.slice(0, 4)) <= now.getUTCFullYear() + 10);
  for (const [index, date] of dates.entries()) {
    const before = folded.slice(expressions.at(-1)?.end ?? 0, date.at);
    const previous = dates[index - 1];
    const last = expressions.at(-1);
    const range =
      previous && last?.end === previous.end && and.test(before) ? rangeStart(folded, previous) : null;
    if (previous && range !== null) {
      expressions[expressions.length - 1] = {
        at: range,
        end: date.end,
        from: previous.from,
        to: date.to,
        instead: '',
      };
      continue;
    }
    const expression = withLead(folded, date.at - before.length, date) ?? alone(folded, date);
    if (expression !== null) expressions.push(expression);
  }
  return expressions;
}

/** Where « entre 2021 et 2023 » or « de 2021 à 2023 » begins, if the first of the two dates opens such a range. */
function rangeStart(folded: string, first: SaidDate): number | null {
  const before = folded.slice(0, first.at);
  return (between.exec(before) ?? leads.since.exec(before))?.index ?? null;
}

/** A date after words that make it a bound; they are looked for from `start` on. */
function withLead(folded: string, start: number, { at, from, to, end, grain }: SaidDate): Expression | null {
  const before = folded.slice(start, at);
  const bounds: Readonly<Record<keyof typeof leads, Partial<TimeIntent>>> = {
    asOf: { to, latest: true },
    before: { to: shiftDay(from, -1) },
    until: { to },
    after: { from: shiftDay(to, 1) },
    since: { from },
  };
  for (const [name, lead] of Object.entries(leads) as [keyof typeof leads, RegExp][]) {
    const match = lead.exec(before);
    if (!match) continue;
    // A text may well say « depuis 1996 »; that it is in force on a day it does not.
    const instead = grain === 'year' && name !== 'asOf' ? null : '';
    return { at: start + match.index, end, instead, ...bounds[name] };
  }
  return null;
}

/** A year or a month by itself; a whole date is a name (« la loi du 11 février 2005 »), found by its words. */
function alone(folded: string, { at, end, from, to, grain }: SaidDate): Expression | null {
  if (grain === 'day' || named.test(folded.slice(0, at)) || counts.test(folded.slice(end))) return null;
  return { at, end, from, to, instead: null };
}

function relativeExpressions(folded: string, now: Date): Expression[] {
  return relativeTimes.flatMap(({ pattern, period, says }) =>
    [...folded.matchAll(pattern)].map((match): Expression => {
      const { from, to } = period(now);
      return { ...span(match), from, to, instead: says ? from.slice(0, 4) : '' };
    }),
  );
}

function askingForLatest(folded: string, taken: readonly Expression[]): Expression[] {
  return latestExpressions
    .flatMap(({ pattern, says }) =>
      [...folded.matchAll(pattern)].map(
        (match): Expression => ({ ...span(match), instead: says ? null : '', latest: true }),
      ),
    )
    .filter(({ at, end }) => !taken.some((one) => at < one.end && one.at < end));
}

function span(match: RegExpExecArray): { readonly at: number; readonly end: number } {
  return { at: match.index, end: match.index + match[0].length };
}

function without(text: string, expressions: readonly Expression[]): string {
  let words = '';
  let read = 0;
  for (const { at, end, instead } of expressions.toSorted((a, b) => a.at - b.at)) {
    if (instead === null || at < read) continue;
    words += `${text.slice(read, at)} ${instead} `;
    read = end;
  }
  return (words + text.slice(read)).replace(/ +/g, ' ').trim();
}

function greatest(days: readonly Day[]): Day | null {
  return days.toSorted().at(-1) ?? null;
}

function least(days: readonly Day[]): Day | null {
  return days.toSorted()[0] ?? null;
}
