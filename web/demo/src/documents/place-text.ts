import type { Place } from '../../../shared/api/types.ts';
import type { Texts } from '../texts.ts';

/** Where a text stands, in a few words of the page's language: « Page 3 », « Feuille Budget, A3:F40 ». */
export function placeText(place: Place, t: Texts): string {
  switch (place.kind) {
    case 'page':
      return t.pages(place.from, place.to);
    case 'slide':
      return t.slides(place.from, place.to);
    case 'cells':
      return t.cells(place.sheet, place.range);
    case 'speech':
      return [...place.speakers, clock(place.fromSeconds)].join(', ');
  }
}

/** Minutes and seconds, with hours from the first one on: `12:05`, `1:02:03`. */
function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
