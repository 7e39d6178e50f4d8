import { describe, expect, it } from 'vitest';
import { bestTrial, crossValidate, meanScore } from './cross-validate.ts';

const trials = [
  { numbers: 'low', scores: [0.9, 0.1, 0.1] },
  { numbers: 'high', scores: [0.1, 0.6, 0.6] },
];

describe('cross-validation', () => {
  it('chooses by the units that it is shown', () => {
    expect(bestTrial(trials, [0], meanScore).numbers).toBe('low');
    expect(bestTrial(trials, [0, 1, 2], meanScore).numbers).toBe('high');
  });

  it('scores a unit under numbers that never saw it, nor its fold', () => {
    expect(crossValidate(trials, ['a', 'b', 'c'], meanScore)).toEqual([0.1, 0.1, 0.1]);
    expect(crossValidate(trials, ['a', 'b', 'b'], meanScore)).toEqual([0.1, 0.1, 0.1]);
    expect(crossValidate(trials.slice(1), ['a', 'b', 'c'], meanScore)).toEqual([0.1, 0.6, 0.6]);
  });
});
