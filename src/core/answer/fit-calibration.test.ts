import { expect, test } from 'vitest';
import { isAppError } from '../errors.ts';
import { fitCalibration, type GoldenOutcome } from './fit-calibration.ts';
import { sigmoid } from './fit-logistic.ts';

const range = (count: number, from: number, to: number, answerable: boolean): GoldenOutcome[] =>
  Array.from({ length: count }, (_, i) => ({ logOdds: from + ((to - from) * i) / (count - 1), answerable }));

const codeOf = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
};

test('moves the floor to where this organisation’s questions part', () => {
  // All of it far below what is usual: a corpus whose passages fit poorly by words.
  const outcomes = [...range(30, -4, -1, true), ...range(20, -7, -3.5, false)];
  const { slope, offset, floor, sure } = fitCalibration(outcomes);
  const chance = (logOdds: number) => sigmoid(slope * logOdds + offset);
  expect(slope).toBeGreaterThan(0);
  for (const one of outcomes.filter(({ answerable }) => answerable))
    expect(chance(one.logOdds)).toBeGreaterThanOrEqual(floor);
  expect(chance(-6)).toBeLessThan(floor);
  expect(chance(-1)).toBeGreaterThan(sure);
});

test('of many answerable questions loses a few per cent at most, more where nothing reads what is quoted', () => {
  const outcomes = [...range(200, -1, 3, true), ...range(100, -3, 1, false)];
  const { slope, offset, floor, quotedFloor } = fitCalibration(outcomes);
  const lostBelow = (bound: number) =>
    outcomes.filter((one) => one.answerable && sigmoid(slope * one.logOdds + offset) < bound).length / 200;
  expect(lostBelow(floor)).toBeLessThanOrEqual(0.03);
  expect(lostBelow(quotedFloor)).toBeGreaterThan(0.05);
  expect(lostBelow(quotedFloor)).toBeLessThanOrEqual(0.1);
});

test('too few questions, and signals that point the wrong way, are refused', () => {
  expect(codeOf(() => fitCalibration([...range(19, 0, 1, true), ...range(10, -1, 0, false)]))).toBe(
    'CALIBRATION_TOO_SMALL',
  );
  expect(codeOf(() => fitCalibration([...range(20, 0, 1, true), ...range(9, -1, 0, false)]))).toBe(
    'CALIBRATION_TOO_SMALL',
  );
  expect(codeOf(() => fitCalibration([...range(20, -2, -1, true), ...range(10, 1, 2, false)]))).toBe(
    'CALIBRATION_USELESS',
  );
});
