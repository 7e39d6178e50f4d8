import { describe, expect, test } from 'vitest';
import { createCounters, type NumberFormat, type NumberLevel } from './numbers.ts';

const level = (format: NumberFormat, template: string, more: Partial<NumberLevel> = {}): NumberLevel => ({
  format,
  start: 1,
  template,
  plain: false,
  restartsBelow: Number(/%(\d)\D*$/.exec(template)?.[1] ?? 1) - 1,
  ...more,
});

describe('createCounters', () => {
  test.each<[NumberFormat, number, string]>([
    ['decimal', 12, '12'],
    ['padded', 7, '07'],
    ['lower-letter', 27, 'aa'],
    ['upper-letter', 52, 'ZZ'],
    ['upper-roman', 1994, 'MCMXCIV'],
    ['lower-roman', 4, 'iv'],
    ['upper-roman', 0, '0'],
    ['none', 3, ''],
    ['bullet', 3, ''],
  ])('%s writes %i as "%s"', (format, value, written) => {
    expect(createCounters().next('a', 0, [level(format, '%1')], value)).toBe(written);
  });

  test('an inner level begins anew below its outer level, unless it never does', () => {
    const levels = [
      level('decimal', '%1'),
      level('decimal', '%1.%2'),
      level('decimal', '(%3)', { restartsBelow: 0 }),
    ];
    const { next } = createCounters();
    expect([0, 1, 2, 1, 2, 0, 1, 2].map((at) => next('a', at, levels))).toEqual([
      '1',
      '1.1',
      '(1)',
      '1.2',
      '(2)',
      '2',
      '2.1',
      '(3)',
    ]);
  });

  test('a level that was left out counts as used', () => {
    const levels = [level('decimal', '%1'), level('decimal', '%1.%2'), level('decimal', '%1.%2.%3')];
    const { next } = createCounters();
    expect([0, 2, 1].map((at) => next('a', at, levels))).toEqual(['1', '1.1.1', '1.2']);
  });

  test('R48: hostile numbers and templates stay short', () => {
    const { next } = createCounters();
    expect(next('a', 0, [level('lower-letter', '%1')], 2_000_000_000)).toBe('2000000000');
    expect(next('b', 0, [level('upper-roman', '%1')], 2_000_000_000)).toBe('2000000000');
    expect(next('c', 0, [level('decimal', '%1'.repeat(100_000))]).length).toBeLessThan(100);
  });
});
