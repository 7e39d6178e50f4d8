import { expect, it } from 'vitest';
import { amountOf, priceOf, shownOf } from './amount.ts';

it('counts euros in millionths, and everything else as it is', () => {
  expect(amountOf('euros', 12.34)).toBe(12_340_000);
  expect(shownOf('euros', 12_340_000)).toBe(12.34);
  expect(amountOf('tokens', 700)).toBe(700);
  expect(shownOf('requests', 3)).toBe(3);
});

it('prices a call by its tokens, rounded up to a millionth of a euro', () => {
  const prices = { promptEuro: 0.15, completionEuro: 0.6 };
  expect(priceOf({ promptTokens: 1_000_000, completionTokens: 1_000_000 }, prices)).toBe(750_000);
  expect(priceOf({ promptTokens: 3, completionTokens: 0 }, { promptEuro: 0.1, completionEuro: 0 })).toBe(1);
  // 0.1 × 30 and 0.2 × 10 are not 3 and 2 in floating point: no millionth more for that.
  expect(priceOf({ promptTokens: 30, completionTokens: 10 }, { promptEuro: 0.1, completionEuro: 0.2 })).toBe(
    5,
  );
  expect(priceOf({ promptTokens: 0, completionTokens: 0 }, prices)).toBe(0);
  expect(priceOf({ promptTokens: 5, completionTokens: 5 }, null)).toBeNull();
});
