import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { datesIn, monthOf, shiftDay, toDay } from './calendar.ts';
import { fold } from './fold.ts';

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map(toDay);

describe('datesIn', () => {
  it('reads any day, however it is written', () => {
    fc.assert(
      fc.property(day, (wanted) => {
        const date = new Date(wanted);
        const [y, m, d] = wanted.split('-') as [string, string, string];
        const written = (locale: string) =>
          date.toLocaleDateString(locale, {
            day: 'numeric',
            month: 'long',
            year: 'numeric',
            timeZone: 'UTC',
          });
        const forms = [wanted, `${d}/${m}/${y}`, `${Number(d)}.${Number(m)}.${y}`, `CR ${d}-${m}-${y}.pdf`];
        for (const form of [...forms, written('fr-FR'), written('en-US'), written('en-GB')])
          expect([form, datesIn(fold(`le ${form} ?`)).map(({ from, to }) => [from, to])]).toEqual([
            form,
            [[wanted, wanted]],
          ]);
      }),
    );
  });

  test.each([
    ['mars 2024', '2024-03-01', '2024-03-31'],
    ['budget 2025', '2025-01-01', '2025-12-31'],
    ['tarifs 2024-2025', '2024-01-01', '2025-12-31'],
    ['cr 2024-11', '2024-11-01', '2024-11-30'],
    ['cr_20250312.pdf'.replace('_', ' '), '2025-03-12', '2025-03-12'],
    ['february 2024', '2024-02-01', '2024-02-29'],
  ])('%s', (text, from, to) => {
    expect(datesIn(text)).toMatchObject([{ from, to }]);
  });

  test.each([
    'deliberation 2024-113',
    'n° 20241234',
    '30/02/2024',
    '12 000',
    'f2024',
    '1234',
    '2025-2024',
  ])('no date: %s', (text) => {
    expect(datesIn(text)).toEqual([]);
  });

  it('takes any text; places lie in it, one after the other', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom('2024', ' ', '-', 'mars', '12', '/', '03')),
        (text, parts) => {
          let read = 0;
          const whole = fold(`${text}${parts.join('')}`);
          for (const { at, end, from, to } of datesIn(whole)) {
            expect(at).toBeGreaterThanOrEqual(read);
            expect(end).toBeLessThanOrEqual(whole.length);
            expect(from <= to).toBe(true);
            read = end;
          }
        },
      ),
    );
  });
});

describe('days', () => {
  it('are counted over the ends of months and years', () => {
    expect(shiftDay('2024-03-01', -1)).toBe('2024-02-29');
    expect(shiftDay('2024-12-31', 1)).toBe('2025-01-01');
    expect(monthOf(2024, 0)).toEqual({ from: '2023-12-01', to: '2023-12-31' });
  });
});
