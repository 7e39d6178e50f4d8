import type { Language } from './document.ts';
import type { Place } from './place.ts';

const words = {
  fr: { page: ['p.', 'p.'], slide: ['diapositive', 'diapositives'], sheet: 'feuille' },
  en: { page: ['p.', 'pp.'], slide: ['slide', 'slides'], sheet: 'sheet' },
} as const;

type Cells = Extract<Place, { kind: 'cells' }>;

/** A place whose cells may be named already, as the API gives them. */
export type NamedPlace = Exclude<Place, Cells> | { kind: 'cells'; sheet: string; range: string };

/** A place in a few words: « p. 3 », « diapositives 2–4 », « feuille Budget, A3:F40 », « Marie Durand, 12:05 ». */
export function placeLabel(place: Place | NamedPlace, language: Language): string {
  switch (place.kind) {
    case 'page':
    case 'slide': {
      const [one, several] = words[language][place.kind];
      return place.from === place.to ? `${one} ${place.from}` : `${several} ${place.from}–${place.to}`;
    }
    case 'cells':
      return `${words[language].sheet} ${place.sheet}, ${'range' in place ? place.range : cellRange(place)}`;
    case 'speech':
      return [...place.speakers, clock(place.fromSeconds)].join(', ');
  }
}

/** Cells as spreadsheets name them: `B2`, `A3:F40`. */
export function cellRange(place: Cells): string {
  const first = `${place.firstColumn}${place.firstRow}`;
  const last = `${place.lastColumn}${place.lastRow}`;
  return first === last ? first : `${first}:${last}`;
}

/** Minutes and seconds, with hours from the first one on: `12:05`, `1:02:03`. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
