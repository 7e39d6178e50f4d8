import { type DayOfYear, daysIn, saidDayOf } from '../check/day-ranges.ts';
import type { Language } from '../document.ts';
import type { Day } from '../find/calendar.ts';
import { fold } from '../find/fold.ts';

const dayMs = 24 * 60 * 60 * 1000;
const weekdays: Readonly<Record<Language, readonly string[]>> = {
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
};
/** What people call a day by how far it is; the longer ones first, for they hold others. */
const distances: readonly (readonly [RegExp, number])[] = [
  [/apres[- ]demain|day after tomorrow/, 2],
  [/avant[- ]hier|day before yesterday/, -2],
  [/(?<!\p{L})(?:demain|tomorrow)(?!\p{L})/u, 1],
  [/(?<!\p{L})(?:hier|yesterday)(?!\p{L})/u, -1],
  [/semaine prochaine|next week/, 7],
  [/semaine derniere|last week/, -7],
  [
    /aujourd'hui|en ce moment|ce (?:matin|midi|soir|jour)|cet(?:te)? (?:apres[- ]midi|nuit|semaine)|today|tonight|right now|this (?:morning|week)/,
    0,
  ],
];

/**
 * The days that a question gives: as it says them, else by what they are from `today` in the asker's words: « demain », « cette semaine »,
 * « samedi » (the one to come), « lundi dernier ».
 */
export function daysMeant(question: string, language: Language, today: Day): DayOfYear[] {
  const said = daysIn(question, language);
  if (said.length > 0) return said;
  const words = fold(question);
  const distance = distances.find(([pattern]) => pattern.test(words))?.[1] ?? toWeekday(words, today);
  return distance === undefined ? [] : [dayAfter(today, distance)];
}

function toWeekday(words: string, today: Day): number | undefined {
  for (const names of Object.values(weekdays)) {
    const match = new RegExp(
      `(?<!\\p{L}|\\ble |chaque |tous les |every )(${names.join('|')})(?!s?\\p{L}| \\d)( dernier)?`,
      'u',
    ).exec(words);
    const wanted = names.indexOf(match?.[1] ?? '');
    if (wanted < 0) continue;
    const ahead = (wanted - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
    return match?.[2] === undefined ? ahead : ahead - 7;
  }
  return undefined;
}

function dayAfter(today: Day, days: number): DayOfYear {
  return saidDayOf(new Date(Date.parse(`${today}T00:00:00Z`) + days * dayMs));
}
