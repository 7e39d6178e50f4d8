import { expect, it } from 'vitest';
import { ageText } from './age-text.ts';

const now = Date.parse('2026-11-27T12:00:00Z');

it.each([
  ['2026-11-27T11:59:40Z', null, null],
  ['2026-11-27T12:03:00Z', null, null],
  ['2026-11-27T11:56:00Z', 'il y a 4 minutes', '4 minutes ago'],
  ['2026-11-27T10:10:00Z', 'il y a 1 heure', '1 hour ago'],
  ['2026-11-26T11:00:00Z', 'hier', 'yesterday'],
  ['2026-11-20T12:00:00Z', 'il y a 7 jours', '7 days ago'],
])('says how long ago %s was', (iso, french, english) => {
  expect([ageText(iso, 'fr', now), ageText(iso, 'en', now)]).toEqual([french, english]);
});
