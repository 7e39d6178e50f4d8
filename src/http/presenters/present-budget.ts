import Papa from 'papaparse';
import { microEurosPerEuro, shownOf } from '../../core/spend/amount.ts';
import type { Budget } from '../../core/spend/budget.ts';
import { reopensAt } from '../../core/spend/period.ts';
import type { BudgetAlert, ListedBudget, UsageRow } from '../../ports/budget-repository.ts';

function presentRule({ id, subject, unit, period, soft, hard }: Budget) {
  return {
    id,
    subject: { kind: subject.kind, id: subject.id },
    unit,
    period,
    soft: soft === null ? null : shownOf(unit, soft),
    hard: hard === null ? null : shownOf(unit, hard),
  };
}

/** A budget with what its present period has taken, in its own unit. */
export function presentBudget(budget: ListedBudget) {
  const { unit, period, used, reserved, opensOn, warnedAt, exhaustedAt } = budget;
  return {
    ...presentRule(budget),
    used: shownOf(unit, used),
    reserved: shownOf(unit, reserved),
    opensOn,
    reopensAt: reopensAt(period, opensOn).toISOString(),
    warnedAt: warnedAt?.toISOString() ?? null,
    exhaustedAt: exhaustedAt?.toISOString() ?? null,
  };
}

export function presentAlert({ budget, purse, reached, at }: BudgetAlert) {
  return {
    budget: presentRule(budget),
    opensOn: purse.opensOn,
    user: purse.holder === '' ? null : purse.holder,
    reached,
    at: at.toISOString(),
  };
}

export function presentUsage(row: UsageRow) {
  const { day, provider, model, space, user, requests, promptTokens, completionTokens } = row;
  return {
    day,
    provider,
    model,
    space,
    user,
    requests,
    promptTokens,
    completionTokens,
    costEuro: row.microEuros === null ? null : row.microEuros / microEurosPerEuro,
    energyWh: row.energyWh,
    estimated: row.estimated,
  };
}

const columns: readonly (keyof ReturnType<typeof presentUsage>)[] = [
  'day',
  'provider',
  'model',
  'space',
  'user',
  'requests',
  'promptTokens',
  'completionTokens',
  'costEuro',
  'energyWh',
  'estimated',
];

/** The same as CSV, with a header. What a spreadsheet would take for a formula is made text. */
export function usageAsCsv(rows: readonly UsageRow[]): string {
  return `${Papa.unparse({ fields: [...columns], data: rows.map(presentUsage) }, { escapeFormulae: true })}\r\n`;
}
