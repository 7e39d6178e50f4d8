import { describe, expect, it } from 'vitest';
import { auroc } from './auroc.ts';

describe('area under the ROC curve', () => {
  it('is the share of pairs in the right order: 5 of 6 here', () => {
    expect(auroc([0.9, 0.8, 0.4], [0.5, 0.1])).toBeCloseTo(5 / 6);
  });

  it('counts ties half', () => {
    expect(auroc([1, 1], [1, 1])).toBe(0.5);
    expect(auroc([2, 1], [1, 0])).toBe((1 + 1 + 0.5 + 1) / 4);
  });

  it('says nothing without both kinds', () => {
    expect(auroc([], [1])).toBeNull();
    expect(auroc([1], [])).toBeNull();
  });
});
