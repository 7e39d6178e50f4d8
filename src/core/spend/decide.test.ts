import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBudget } from '../../../test/support/a-budget.ts';
import { takenFrom } from './amount.ts';
import { decide, type Offer, spendingSteps } from './decide.ts';

const offer = (step: Offer['step'], tokens: number, microEuros: number | null = tokens): Offer => ({
  step,
  amounts: { requests: 1, tokens, microEuros },
});
const quoted = offer('quoted', 0);
const all = [offer('full', 300), offer('fewer-passages', 150), offer('smaller-model', 150, 20), quoted];
const withoutSmaller = all.filter(({ step }) => step !== 'smaller-model');
const step = (budgets: Parameters<typeof decide>[0], offers: readonly Offer[] = all) =>
  decide(budgets, offers).offer?.step ?? 'refused';

describe('under a hard limit alone', () => {
  it('answers as usual while there is room, with less when there is less, then refuses (R95)', () => {
    expect(step([aBudget({ used: 700 })])).toBe('full');
    expect(step([aBudget({ used: 600, reserved: 101 })])).toBe('fewer-passages');
    expect(step([aBudget({ used: 850 })])).toBe('fewer-passages');
    expect(step([aBudget({ used: 851 })])).toBe('refused');
    expect(decide([aBudget({ used: 851 })], all).exhausted).toHaveLength(1);
    expect(decide([aBudget({ used: 850 })], all).exhausted).toEqual([]);
  });

  it('counts requests one by one', () => {
    expect(step([aBudget({ unit: 'requests', hard: 3, used: 2 })])).toBe('full');
    expect(step([aBudget({ unit: 'requests', hard: 3, used: 2, reserved: 1 })])).toBe('refused');
    expect(step([aBudget({ unit: 'requests', hard: 3, used: 3 })], [quoted])).toBe('refused');
    expect(step([aBudget({ hard: 0 })])).toBe('refused');
  });

  it('lets a model do that costs less', () => {
    expect(step([aBudget({ unit: 'euros', used: 980 })])).toBe('smaller-model');
  });
});

describe('under a soft limit', () => {
  const both = { soft: 400, hard: 1_000 };
  it('answers get cheaper step by step up to the hard limit, then are quotations', () => {
    expect(step([aBudget({ ...both, used: 399 })])).toBe('full');
    expect(step([aBudget({ ...both, used: 400 })])).toBe('fewer-passages');
    expect(step([aBudget({ ...both, used: 700 })])).toBe('smaller-model');
    expect(step([aBudget({ ...both, used: 900 })])).toBe('quoted');
    expect(step([aBudget({ ...both, used: 1_200 })])).toBe('quoted');
    expect(decide([aBudget({ ...both, used: 900 })], all).exhausted).toHaveLength(1);
  });

  it('fewer passages must do where there is no smaller model', () => {
    expect(step([aBudget({ ...both, used: 700 })], withoutSmaller)).toBe('fewer-passages');
  });

  it('alone, never refuses', () => {
    const soft = { soft: 400, hard: null };
    expect(step([aBudget({ ...soft, used: 420 })])).toBe('fewer-passages');
    expect(step([aBudget({ ...soft, used: 450 })])).toBe('smaller-model');
    expect(step([aBudget({ ...soft, used: 500 })])).toBe('quoted');
    expect(step([aBudget({ ...soft, used: 9_000_000 })])).toBe('quoted');
  });

  it('quotes no more than there are requests', () => {
    const requests = { unit: 'requests', soft: 2, hard: 4 } as const;
    expect([0, 1, 2, 3, 4].map((used) => step([aBudget({ ...requests, used })]))).toEqual([
      'full',
      'full',
      'fewer-passages',
      'smaller-model',
      'refused',
    ]);
  });
});

it('the strictest of several budgets decides', () => {
  const roomy = aBudget({ used: 0 });
  expect(step([roomy, aBudget({ soft: 400, used: 450 })])).toBe('fewer-passages');
  expect(step([roomy, aBudget({ soft: 400, used: 990 })])).toBe('quoted');
  expect(step([aBudget({ used: 990 }), aBudget({ soft: 400, used: 990 })])).toBe('refused');
});

it('what has no price is taken from no budget in euros until that is gone', () => {
  const unpriced = [offer('full', 300, null), offer('fewer-passages', 150, null), quoted];
  expect(step([aBudget({ unit: 'euros', used: 999 })], unpriced)).toBe('full');
  expect(step([aBudget({ unit: 'euros', used: 1_000 })], unpriced)).toBe('refused');
});

it('without a model, passages are quoted whatever the budget of tokens', () => {
  expect(step([aBudget({ used: 5_000 })], [quoted])).toBe('quoted');
});

it('never offers more than any hard limit leaves, and never gets dearer as budgets fill', () => {
  const amount = fc.integer({ min: 0, max: 1_500 });
  const budget = fc
    .record({
      unit: fc.constantFrom('requests' as const, 'tokens' as const, 'euros' as const),
      limits: fc.oneof(
        fc.tuple(fc.constant(null), amount),
        fc.tuple(amount, fc.constant(null)),
        fc.tuple(amount, amount).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      ),
      used: amount,
    })
    .map(({ limits: [soft, hard], ...rest }) => aBudget({ ...rest, soft, hard }));
  fc.assert(
    fc.property(fc.array(budget, { maxLength: 4 }), fc.integer({ min: 0, max: 500 }), (budgets, more) => {
      const { offer: chosen, exhausted } = decide(budgets, all);
      for (const { unit, hard, purse } of budgets) {
        const taken = chosen ? (takenFrom(unit, chosen.amounts) ?? 0) : 0;
        if (hard !== null && taken > 0) expect(purse.used + taken).toBeLessThanOrEqual(hard);
      }
      if (!chosen) expect(exhausted).not.toEqual([]);
      const fuller = budgets.map((each) => ({
        ...each,
        purse: { ...each.purse, reserved: each.purse.reserved + more },
      }));
      const rank = (name: Offer['step'] | undefined) =>
        name === undefined ? spendingSteps.length : spendingSteps.indexOf(name);
      expect(rank(decide(fuller, all).offer?.step)).toBeGreaterThanOrEqual(rank(chosen?.step));
    }),
    { numRuns: 2_000 },
  );
});
