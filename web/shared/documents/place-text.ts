import type { Place } from '../api/types.ts';
import type { Translate } from '../texts/translate.ts';

/** Where a text stands, in a few words of the page's language: « Page 3 », « Feuille Budget, A3:F40 ». */
export function placeText(place: Place, t: Translate): string {
  switch (place.kind) {
    case 'page':
      return t(place.from === place.to ? 'page' : 'pages', { from: place.from, to: place.to });
    case 'slide':
      return t(place.from === place.to ? 'slide' : 'slides', { from: place.from, to: place.to });
    case 'cells':
      return t('cells', { sheet: place.sheet, range: place.range });
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
