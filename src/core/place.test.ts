import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinPlaces, onPage, type Place, pagesOfPlace } from './place.ts';
import { placeLabel } from './place-label.ts';

const cells = (firstColumn: string, firstRow: number, lastColumn: string, lastRow: number): Place => ({
  kind: 'cells',
  sheet: 'Budget',
  firstColumn,
  firstRow,
  lastColumn,
  lastRow,
});
const column = fc.constantFrom('A', 'B', 'Z', 'AA', 'AZ', 'XFD');
const count = fc.integer({ min: 1, max: 999 });
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ kind: fc.constantFrom('page' as const, 'slide' as const), from: count, to: count }),
  fc.tuple(column, count, column, count).map((parts) => cells(...parts)),
  fc.record({
    kind: fc.constant('speech' as const),
    speakers: fc.uniqueArray(fc.constantFrom('Ana', 'Bob')),
    fromSeconds: count,
    toSeconds: count,
  }),
);

describe('joinPlaces', () => {
  test('pages, cells and moments grow to hold both', () => {
    expect(joinPlaces(onPage(4), onPage(2))).toEqual({ kind: 'page', from: 2, to: 4 });
    expect(joinPlaces(cells('B', 9, 'Z', 9), cells('AA', 3, 'AB', 12))).toEqual(cells('B', 3, 'AB', 12));
    expect(joinPlaces(null, onPage(3))).toEqual(onPage(3));
  });

  test('joining a place with itself, or with nothing, leaves it as it is', () => {
    fc.assert(
      fc.property(place, (one) => {
        expect(joinPlaces(one, null)).toEqual(one);
        expect(joinPlaces(one, one)).toEqual(one);
      }),
    );
  });

  test('places of two kinds are not joined: the first stays', () => {
    const slide: Place = { kind: 'slide', from: 1, to: 1 };
    expect(joinPlaces(slide, onPage(3))).toEqual(slide);
    expect(pagesOfPlace(slide)).toEqual({ from: 1, to: 1 });
    expect(pagesOfPlace(cells('A', 1, 'A', 1))).toBeNull();
  });
});

test.each([
  [onPage(3), 'p. 3', 'p. 3'],
  [{ kind: 'page', from: 3, to: 5 }, 'p. 3–5', 'pp. 3–5'],
  [{ kind: 'slide', from: 2, to: 2 }, 'diapositive 2', 'slide 2'],
  [cells('A', 3, 'F', 40), 'feuille Budget, A3:F40', 'sheet Budget, A3:F40'],
  [cells('B', 2, 'B', 2), 'feuille Budget, B2', 'sheet Budget, B2'],
  [{ kind: 'speech', speakers: ['Ana'], fromSeconds: 725.4, toSeconds: 730 }, 'Ana, 12:05', 'Ana, 12:05'],
  [{ kind: 'speech', speakers: [], fromSeconds: 3_723, toSeconds: 3_724 }, '1:02:03', '1:02:03'],
] satisfies [Place, string, string][])('a place in words: %j', (somewhere, french, english) => {
  expect(placeLabel(somewhere, 'fr')).toBe(french);
  expect(placeLabel(somewhere, 'en')).toBe(english);
});
