import type { Span, UsageRow } from '../../api/costs.ts';
import type { Formats } from '../../interface/use-formats.ts';
import { addDays, type Day, firstOfMonth } from './days.ts';

export const measures = ['euros', 'requests', 'tokens', 'energy'] as const;
export type Measure = (typeof measures)[number];

/** What a row took in one measure; `null`: nobody knows. */
export function measured(row: UsageRow, measure: Measure): number | null {
  switch (measure) {
    case 'euros':
      return row.costEuro;
    case 'requests':
      return row.requests;
    case 'tokens':
      return row.promptTokens + row.completionTokens;
    case 'energy':
      return row.energyWh;
  }
}

/** What rows took together, of what is known. */
export function sumMeasured(rows: readonly UsageRow[], measure: Measure): number {
  return rows.reduce((sum, row) => sum + (measured(row, measure) ?? 0), 0);
}

/** A value in words. Amounts far below a cent keep two digits that count. */
export function writeMeasured(value: number, measure: Measure, { euros, number, locale }: Formats): string {
  if (measure !== 'euros') return number(value);
  if (value === 0 || Math.abs(value) >= 0.1) return euros(value);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'EUR',
    maximumSignificantDigits: 2,
  }).format(value);
}

export const periods = ['month', 'previous', 'quarter'] as const;
export type Period = (typeof periods)[number];

/** First and last day of a period, as of today. */
export function spanOf(period: Period, today: Day): Span {
  const first = firstOfMonth(today);
  if (period === 'month') return { from: first, to: today };
  if (period === 'quarter') return { from: addDays(today, -89), to: today };
  const lastBefore = addDays(first, -1);
  return { from: firstOfMonth(lastBefore), to: lastBefore };
}
