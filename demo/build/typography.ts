/**
 * French typography: sources are typed with ordinary spaces (easy to edit and to search), and the build puts the
 * non-breaking ones where a French office suite would have put them. Real documents are full of them, so the demo
 * has to be too: a search that fails on « 1 284 500 € » because of its spaces should fail here.
 */

export const NO_BREAK_SPACE = '\u00a0';
export const NARROW_NO_BREAK_SPACE = '\u202f';

/** Applies French spacing; `narrow` is the space used inside numbers and before « ; ! ? ». */
export function frenchSpacing(text: string, narrow: string): string {
  return text
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, narrow)
    .replace(/(?<=\S) (?=[;!?](?:\s|$|[*_)»]))/gm, narrow)
    .replace(/(?<=\S) (?=:(?:\s|$|\*))/gm, NO_BREAK_SPACE)
    .replace(/(?<=\d) (?=[€%])/g, NO_BREAK_SPACE)
    .replace(/« /g, `«${NO_BREAK_SPACE}`)
    .replace(/ »/g, `${NO_BREAK_SPACE}»`)
    .replace(/\b(n°|art\.|article) (?=[LRD\d])/g, `$1${NO_BREAK_SPACE}`)
    .replace(/\b([LRD])\. (?=\d)/g, `$1.${NO_BREAK_SPACE}`);
}

/** Long dates as French letters print them: 2026-07-02 gives « 2 juillet 2026 ». */
export function longDate(iso: string, language: 'fr' | 'en'): string {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const text = format.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text;
}
