import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundSteps } from './scale.ts';

describe('lines of a chart', () => {
  it('are at round values', () => {
    expect(roundSteps(7)).toEqual([0, 2, 4, 6, 8]);
    expect(roundSteps(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(roundSteps(1_000)).toEqual([0, 500, 1_000]);
    expect(roundSteps(0)).toEqual([0, 1]);
  });

  it('always hold the highest bar, with few lines', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
        const steps = roundSteps(most);
        expect(steps.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
        expect(steps.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
