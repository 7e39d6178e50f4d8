import { tunables } from '../../../config/tunables.ts';

const { timeZone } = tunables;
const [dayOfNoHour, dayThere] = ['UTC', timeZone].map(
  (zone) =>
    new Intl.DateTimeFormat('fr-FR', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: zone,
    }),
) as [Intl.DateTimeFormat, Intl.DateTimeFormat];
/** Swedes write « 2024-05-02 10:00 ». */
const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });

/** A day as people write it and as machines sort it, so that both are found: « jeudi 2 mai 2024 (2024-05-02) ». */
export function dayInWords(date: Date): string {
  return inWords(dayOfNoHour.format(date), date.toISOString().slice(0, 10));
}

/** A moment by the clocks of the people here: « jeudi 2 mai 2024 (2024-05-02) à 10:00 (Europe/Paris) ». */
export function momentInWords(date: Date): string {
  const [day = '', time = ''] = clock.format(date).split(' ');
  return `${inWords(dayThere.format(date), day)} à ${time} (${timeZone})`;
}

function inWords(day: string, sorted: string): string {
  return `${day.replace(/ 1 /, ' 1er ')} (${sorted})`;
}
