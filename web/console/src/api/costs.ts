import { type Connection, segment } from './connection.ts';

export const budgetSubjects = ['organisation', 'space', 'group', 'user'] as const;
export const budgetUnits = ['euros', 'requests', 'tokens'] as const;
export const budgetPeriods = ['month', 'day'] as const;

export type BudgetRule = {
  readonly subject: { readonly kind: (typeof budgetSubjects)[number]; readonly id: string };
  readonly unit: (typeof budgetUnits)[number];
  readonly period: (typeof budgetPeriods)[number];
  readonly soft: number | null;
  readonly hard: number | null;
};

export type Budget = BudgetRule & {
  readonly id: string;
  readonly used: number;
  readonly reserved: number;
  readonly reopensAt: string;
  readonly warnedAt: string | null;
  readonly exhaustedAt: string | null;
};

export type Alert = {
  readonly budget: BudgetRule & { readonly id: string };
  readonly opensOn: string;
  readonly user: string | null;
  readonly reached: 'warned' | 'exhausted';
  readonly at: string;
};

/** What usage is summed up by here. Never by person: nobody is to be ranked. */
export type UsageGrouping = 'day' | 'provider' | 'model' | 'space';

export type UsageRow = {
  readonly day: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly space: string | null;
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costEuro: number | null;
  readonly energyWh: number | null;
  readonly estimated: number;
};

export type Usage = { readonly from: string; readonly to: string; readonly usage: readonly UsageRow[] };

export type Span = { readonly from: string; readonly to: string };

/** What answers took, and the limits to it. */
export function costsApi({ get, send, file }: Connection) {
  return {
    usage: (span: Span, by: UsageGrouping, signal: AbortSignal) =>
      get<Usage>('/v1/admin/usage', { ...span, by }, signal),
    usageFile: (span: Span) =>
      file('/v1/admin/usage', { ...span, by: 'day,provider,model,space', format: 'csv' }),
    budgets: async (signal: AbortSignal) =>
      (await get<{ budgets: readonly Budget[] }>('/v1/admin/budgets', {}, signal)).budgets,
    setBudget: (rule: BudgetRule) =>
      send<Budget & { warnings: readonly { code: string; text: string }[] }>(
        'PUT',
        '/v1/admin/budgets',
        rule,
      ),
    removeBudget: (id: string) => send('DELETE', `/v1/admin/budgets/${segment(id)}`),
    alerts: async (signal: AbortSignal) =>
      (await get<{ alerts: readonly Alert[] }>('/v1/admin/alerts', {}, signal)).alerts,
  };
}
