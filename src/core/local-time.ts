import { tunables } from '../../config/tunables.ts';
import type { Day } from './find/calendar.ts';

const { timeZone } = tunables;
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The day that it is then where the people are. */
export function dayOf(at: Date): Day {
  const { year, month, day } = clockAt(at);
  return `${year}-${month}-${day}`;
}

/** When a day begins there. */
export function beginningOf(day: Day): Date {
  return midnight(Date.parse(`${day}T00:00:00Z`));
}

/** The moment at which clocks show what UTC shows at `utcMs`; at midnight no clock of this zone jumps. */
export function midnight(utcMs: number): Date {
  // A guess within a day of it knows the offset, but for a jump in between: then the second one does.
  const first = utcMs - offsetAt(utcMs);
  return new Date(utcMs - offsetAt(first));
}

function offsetAt(ms: number): number {
  const { year, month, day, hour, minute, second } = clockAt(new Date(ms));
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Math.round((shown - ms) / 1000) * 1000;
}

/** What clocks there show, each part in two digits, the year in four. */
export function clockAt(at: Date): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  return Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value])) as ReturnType<
    typeof clockAt
  >;
}

/** The first day of the month that is `count` months before the one that begins on `first`. */
export function monthsBefore(first: Day, count: number): Day {
  const [year = 0, month = 0] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 10);
}
