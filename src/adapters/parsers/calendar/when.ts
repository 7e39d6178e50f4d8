import { cleanText } from '../clean-text.ts';
import { dayInWords } from '../dates-in-words.ts';

/** A day, or a moment on the clock of its zone; `zone` is empty for the time of wherever one is. */
export type When = { readonly day: Date; readonly time: string | null; readonly zone: string };

type Clock = { year: number; month: number; day: number; hour: number; minute: number; isDate: boolean };

const isClock = (value: unknown): value is Clock =>
  typeof value === 'object' && value !== null && 'year' in value && 'isDate' in value && 'minute' in value;

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** What a time of ical.js shows; `null` for anything else and for days that no calendar has. */
export function whenOf(value: unknown, zone: unknown): When | null {
  if (!isClock(value)) return null;
  const day = new Date(Date.UTC(value.year, value.month - 1, value.day));
  if (Number.isNaN(day.getTime()) || value.year < 1 || value.year > 9999) return null;
  const time = value.isDate ? null : `${twoDigits(value.hour)}:${twoDigits(value.minute)}`;
  const isUniversal = String(value).endsWith('Z');
  return { day, time, zone: isUniversal ? 'UTC' : typeof zone === 'string' ? cleanText(zone) : '' };
}

/** « mardi 12 mars 2024 (2024-03-12) à 14:00 (Europe/Paris) » */
export function momentOf({ day, time, zone }: When): string {
  return [dayInWords(day), time === null ? '' : `à ${time}`, time === null || zone === '' ? '' : `(${zone})`]
    .filter((part) => part !== '')
    .join(' ');
}

/** « mardi 12 mars 2024 (2024-03-12) de 14:00 à 15:30 (Europe/Paris) ». The last day of whole days is not one of them. */
export function spanOf(start: When, end: When | null): string {
  if (end === null) return momentOf(start);
  if (start.time === null || end.time === null) {
    const last = new Date(end.day.getTime() - (end.time === null ? 86_400_000 : 0));
    return last <= start.day ? dayInWords(start.day) : `du ${dayInWords(start.day)} au ${dayInWords(last)}`;
  }
  if (start.day.getTime() !== end.day.getTime() || start.zone !== end.zone)
    return `du ${momentOf(start)} au ${momentOf(end)}`;
  const zone = start.zone === '' ? '' : ` (${start.zone})`;
  return `${dayInWords(start.day)} de ${start.time} à ${end.time}${zone}`;
}
