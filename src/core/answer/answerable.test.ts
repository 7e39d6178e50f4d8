import { describe, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import type { RetrievalSignals } from '../find/retrieval-signals.ts';
import { type Calibration, calibratedFor, judge, logOdds } from './answerable.ts';

const strong: RetrievalSignals = {
  passages: 5,
  fit: 0.7,
  coverage: 0.9,
  coverageTogether: 1,
  specificity: 0.7,
  scopeFit: null,
  nearness: null,
  agreement: null,
};
const weak: RetrievalSignals = {
  ...strong,
  fit: 0.02,
  coverage: 0.1,
  coverageTogether: 0.1,
};

describe('judging what was found', () => {
  test('passages that fit are answered from, passages about something else are not', () => {
    expect(judge(strong).confidence).toBe('sure');
    expect(judge(weak).confidence).toBe('none');
    expect(judge({ ...strong, fit: 0.25 }).confidence).toBe('closest');
    expect(judge({ ...strong, fit: 0.1 }).confidence).toBe('doubtful');
  });

  test('gives numbers between 0 and 1 alone, and leaves out what was not measured', () => {
    const { signals } = judge(strong);
    expect(Object.keys(signals)).toEqual([
      'answerable',
      'fit',
      'coverage',
      'coverageTogether',
      'specificity',
    ]);
    for (const value of Object.values(signals)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    expect(judge({ ...strong, nearness: 0.4, agreement: 1 }).signals).toMatchObject({
      nearness: 0.4,
      agreement: 1,
    });
  });

  test('each signal of the regression speaks for an answer', () => {
    const middle = { ...strong, fit: 0.3, specificity: 0.5, scopeFit: 0.5 };
    for (const name of ['fit', 'specificity', 'scopeFit'] as const)
      expect(logOdds({ ...middle, [name]: 0.9 })).toBeGreaterThan(logOdds(middle));
    const meant = { ...middle, nearness: 0.3, agreement: 0.5 };
    expect(logOdds({ ...meant, nearness: 0.6 })).toBeGreaterThan(logOdds(meant));
  });

  test('without passages nothing is sure, without a telling word nothing is refused', () => {
    expect(judge({ ...strong, passages: 0 })).toMatchObject({
      confidence: 'none',
      signals: { answerable: 0 },
    });
    expect(judge({ ...weak, specificity: 0 }).confidence).toBe('closest');
  });

  test('an organisation’s own calibration takes the place of the usual floors', () => {
    const strict: Calibration = { slope: 1, offset: -20, floor: 0.1, quotedFloor: 0.2, sure: 0.5 };
    const mild: Calibration = { slope: 1, offset: 20, floor: 0.1, quotedFloor: 0.2, sure: 0.5 };
    expect(judge(strong, strict).confidence).toBe('none');
    expect(judge(weak, mild).confidence).toBe('sure');
    const { floor, quotedFloor, sure } = tunables.abstention.words;
    expect(judge(strong, { slope: 1, offset: 0, floor, quotedFloor, sure })).toEqual(judge(strong));
  });

  test('a calibration holds for the vectors that it was made with', () => {
    const embedder = { generation: 'e5@1' };
    expect(calibratedFor({ ...strong, nearness: 0.5 }, embedder)).toBe('e5@1');
    expect(calibratedFor(strong, embedder)).toBe('words');
    expect(calibratedFor(strong, undefined)).toBe('words');
  });
});
