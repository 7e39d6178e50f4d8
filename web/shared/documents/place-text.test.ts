import { expect, test } from 'vitest';
import type { Place } from '../api/types.ts';
import { createTranslations } from '../texts/translate.ts';
import { placeText } from './place-text.ts';

const inLanguage = createTranslations({ fr: {}, en: {} });

test.each([
  [{ kind: 'page', from: 3, to: 3 }, 'Page 3', 'Page 3'],
  [{ kind: 'page', from: 3, to: 4 }, 'Pages 3–4', 'Pages 3–4'],
  [{ kind: 'slide', from: 2, to: 2 }, 'Diapositive 2', 'Slide 2'],
  [{ kind: 'cells', sheet: 'Budget', range: 'A3:F40' }, 'Feuille Budget, A3:F40', 'Sheet Budget, A3:F40'],
  [{ kind: 'speech', speakers: ['Ana'], fromSeconds: 65, toSeconds: 70 }, 'Ana, 1:05', 'Ana, 1:05'],
  [{ kind: 'speech', speakers: [], fromSeconds: 3_723, toSeconds: 3_725 }, '1:02:03', '1:02:03'],
] satisfies [Place, string, string][])('%j', (place, french, english) => {
  expect(placeText(place, inLanguage('fr'))).toBe(french);
  expect(placeText(place, inLanguage('en'))).toBe(english);
});
