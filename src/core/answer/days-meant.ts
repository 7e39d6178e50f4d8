import { type DayOfYear, daysIn, saidDayOf } from '../check/day-ranges.ts';
import type { Language } from '../document.ts';
import { type Day, shiftDay } from '../find/calendar.ts';
import { fold } from '../find/fold.ts';

/** Sunday first. */
export const weekdayNames: Readonly<Record<Language, readonly string[]>> = {
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
};
/** By the language of the names, with what tells a day of the calendar from « le lundi » and « tous les lundis ». */
const weekdays = Object.values(weekdayNames).map((names) => ({
  names,
  pattern: new RegExp(
    `(?<!\\p{L}|\\ble |chaque |tous les |every )(${names.join('|')})(?!s?\\p{L}| \\d)( dernier)?`,
    'u',
  ),
}));
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
  return distance === undefined ? [] : [saidDayOf(new Date(shiftDay(today, distance)))];
}

function toWeekday(words: string, today: Day): number | undefined {
  for (const { names, pattern } of weekdays) {
    const [found, name = '', last] = pattern.exec(words) ?? [];
    if (found === undefined) continue;
    const ahead = (names.indexOf(name) - new Date(today).getUTCDay() + 7) % 7;
    return last === undefined ? ahead : ahead - 7;
  }
  return undefined;
}
