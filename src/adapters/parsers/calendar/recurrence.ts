import { momentOf, whenOf } from './when.ts';

type Unit = readonly [each: string, every: string];

const units: Readonly<Record<string, Unit>> = {
  SECONDLY: ['chaque seconde', 'secondes'],
  MINUTELY: ['chaque minute', 'minutes'],
  HOURLY: ['chaque heure', 'heures'],
  DAILY: ['chaque jour', 'jours'],
  WEEKLY: ['chaque semaine', 'semaines'],
  MONTHLY: ['chaque mois', 'mois'],
  YEARLY: ['chaque année', 'ans'],
};
const feminine = new Set(['SECONDLY', 'MINUTELY', 'HOURLY', 'WEEKLY']);
const days: Readonly<Record<string, string>> = {
  MO: 'lundi',
  TU: 'mardi',
  WE: 'mercredi',
  TH: 'jeudi',
  FR: 'vendredi',
  SA: 'samedi',
  SU: 'dimanche',
};
const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
);
const ordinals: Readonly<Record<string, string>> = {
  '1': 'premier',
  '2': 'deuxième',
  '3': 'troisième',
  '4': 'quatrième',
  '5': 'cinquième',
  '-1': 'dernier',
  '-2': 'avant-dernier',
};
const mostListed = 31;

type Rule = {
  freq?: unknown;
  interval?: unknown;
  count?: unknown;
  until?: unknown;
  parts?: Record<string, readonly unknown[]>;
};

/** A recurrence rule of ical.js in words: « toutes les 2 semaines, le lundi, jusqu’au … »; `null` when it says nothing. */
export function recurrenceInWords(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('freq' in value)) return null;
  const { freq, interval, count, until, parts = {} } = value as Rule;
  const unit = units[String(freq)];
  if (unit === undefined) return null;
  const step = Number(interval ?? 1);
  const article = feminine.has(String(freq)) ? 'toutes les' : 'tous les';
  const last = whenOf(until, undefined);
  return [
    step > 1 ? `${article} ${step} ${unit[1]}` : unit[0],
    listed('le', (parts.BYDAY ?? []).map(dayOf)),
    listed('le', (parts.BYMONTHDAY ?? []).map(monthDayOf)),
    listed(
      'en',
      (parts.BYMONTH ?? []).map((month) => months[Number(month) - 1] ?? ''),
    ),
    Number(count ?? 0) > 0 ? `${Number(count)} fois` : '',
    last === null ? '' : `jusqu’au ${momentOf(last)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function dayOf(value: unknown): string {
  const [, place = '', day = ''] = /^([+-]?\d*)(\w\w)$/.exec(String(value)) ?? [];
  const name = days[day];
  if (name === undefined) return '';
  const ordinal = ordinals[place.replace('+', '')] ?? (place === '' ? '' : `${place}e`);
  return ordinal === '' ? name : `${ordinal} ${name}`;
}

function monthDayOf(value: unknown): string {
  const day = Number(value);
  if (day < 0) return day === -1 ? 'dernier jour du mois' : `${-day}e jour avant la fin du mois`;
  return day === 1 ? '1er du mois' : `${day} du mois`;
}

function listed(article: string, values: readonly string[]): string {
  const named = values.filter((value) => value !== '').slice(0, mostListed);
  return named.map((value) => `${article} ${value}`).join(' et ');
}
