import type { PriceCard } from '../providers/provider.ts';
import type { BudgetUnit } from './budget.ts';

/** What an answer takes from budgets, in each unit; `microEuros` is `null` where nobody knows the price. */
export type Amounts = {
  readonly requests: number;
  readonly tokens: number;
  readonly microEuros: number | null;
};

export const microEurosPerEuro = 1_000_000;

/** The smallest parts of a number of requests, tokens or euros. */
export function amountOf(unit: BudgetUnit, value: number): number {
  return unit === 'euros' ? Math.round(value * microEurosPerEuro) : Math.round(value);
}

/** A number of requests, tokens or euros for people. */
export function shownOf(unit: BudgetUnit, amount: number): number {
  return unit === 'euros' ? amount / microEurosPerEuro : amount;
}

/** What is taken from a budget of that unit; `null`: nothing can be. */
export function takenFrom(unit: BudgetUnit, amounts: Amounts): number | null {
  return unit === 'euros' ? amounts.microEuros : amounts[unit];
}

/**
 * The price of a call in millionths of a euro, rounded up. A price of one euro for a million tokens is one millionth for
 * each. `null` without a price card.
 */
export function priceOf(
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
  prices: PriceCard | null | undefined,
): number | null {
  if (!prices) return null;
  const exact = tokens.promptTokens * prices.promptEuro + tokens.completionTokens * prices.completionEuro;
  // 3 × 0.1 is a hair above 0.3: such hairs must not cost a millionth.
  return Math.ceil(Math.round(exact * 1_000) / 1_000);
}
