import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concentrationOf } from './concentration.ts';

const each = (from: number, count: number) => Array.from({ length: count }, (_, at) => `d${from + at}`);
const ofOne = (count: number) => Array.from({ length: count }, () => 'one');

describe('how much the first hits are of the same documents', () => {
  test('is one when they are of one and the others of many, nought the other way round', () => {
    expect(concentrationOf([...ofOne(10), ...each(0, 40)])).toBe(1);
    expect(concentrationOf([...each(0, 10), ...ofOne(40)])).toBe(0);
    expect(concentrationOf([...ofOne(5), ...each(0, 45)])).toBeCloseTo(0.5 + 4 / 9 / 2);
  });

  test('is half where documents are short, where there is but one, and where hits are few', () => {
    expect(concentrationOf(each(0, 50))).toBe(0.5);
    expect(concentrationOf(ofOne(50))).toBe(0.5);
    expect(concentrationOf([...ofOne(10), ...each(0, 9)])).toBe(0.5);
    expect(concentrationOf([])).toBe(0.5);
  });

  test('stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 80 }), (documents) => {
        const value = concentrationOf(documents);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
