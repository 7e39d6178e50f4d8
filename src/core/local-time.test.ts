import { expect, it } from 'vitest';
import { shiftDay } from './find/calendar.ts';
import { beginningOf, monthsBefore } from './local-time.ts';

it('counts months across years', () => {
  expect(monthsBefore('2026-11-01', 25)).toBe('2024-10-01');
  expect(monthsBefore('2026-03-01', 3)).toBe('2025-12-01');
});

it('counts days across months', () => {
  expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
  expect(beginningOf('2026-07-14').toISOString()).toBe('2026-07-13T22:00:00.000Z');
});
