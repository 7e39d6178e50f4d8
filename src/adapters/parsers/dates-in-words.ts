const day = new Intl.DateTimeFormat('fr-FR', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day as people write it and as machines sort it, so that both are found: « jeudi 2 mai 2024 (2024-05-02) ». */
export function dayInWords(date: Date): string {
  return `${day.format(date).replace(/ 1 /, ' 1er ')} (${date.toISOString().slice(0, 10)})`;
}

/** A moment in universal time: « jeudi 2 mai 2024 (2024-05-02) à 08:00 UTC ». */
export function momentInWords(date: Date): string {
  return `${dayInWords(date)} à ${date.toISOString().slice(11, 16)} UTC`;
}
