/** A calendar day, such as `2026-11-26`. Days of usage are those of Paris. */
export type Day = string;

/** The day that it is in Paris. */
export function dayInParis(now: Date): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(now);
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** All days from one to another, both included. */
export function daysBetween(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

export const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;

export function lastOfMonth(day: Day): Day {
  return addDays(firstOfMonth(addDays(firstOfMonth(day), 31)), -1);
}

export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();
