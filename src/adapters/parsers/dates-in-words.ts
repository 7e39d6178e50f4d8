import { tunables } from '../../../config/tunables.ts';
import { clockAt, dayOf } from '../../core/local-time.ts';

const { timeZone } = tunables;
const longDay = (zone: string) =>
  new Intl.DateTimeFormat('fr-FR', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone,
  });
const dayOfNoHour = longDay('UTC');
const dayThere = longDay(timeZone);

/** A day as people write it and as machines sort it, so that both are found: « jeudi 2 mai 2024 (2024-05-02) ». */
export function dayInWords(date: Date): string {
  return inWords(dayOfNoHour.format(date), date.toISOString().slice(0, 10));
}

/** A moment by the clocks of the people here: « jeudi 2 mai 2024 (2024-05-02) à 10:00 (Europe/Paris) ». */
export function momentInWords(date: Date): string {
  const { hour, minute } = clockAt(date);
  return `${inWords(dayThere.format(date), dayOf(date))} à ${hour}:${minute} (${timeZone})`;
}

function inWords(day: string, sorted: string): string {
  return `${day.replace(/ 1 /, ' 1er ')} (${sorted})`;
}
