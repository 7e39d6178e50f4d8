import { expect, it } from 'vitest';
import { shorten } from './shorten.ts';

it.each([
  ['Mairie', 6, 'Mairie'],
  ['Mairies', 6, 'Mairi…'],
  ['Mair😀es', 6, 'Mair…'],
  ['Mai😀ries', 6, 'Mai😀…'],
])('%s in %d characters is %s', (text, most, short) => {
  expect(shorten(text, most)).toBe(short);
});
