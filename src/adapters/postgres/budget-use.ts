import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { Purse } from '../../core/spend/budget.ts';

/**
 * Common table expressions that pay from purses: `settled` says which of them are now warned of or exhausted and were not
 * before. They need `line(budget_id, opens_on, holder, reserved, used)`, each purse once. Purses are locked in one order
 * everywhere, so that no two statements wait for each other.
 */
export function payFromPurses(org: string, at: Date): RawBuilder<unknown> {
  const { warnedFrom } = tunables.budgets;
  return sql`
    locked as (
      select u.budget_id, u.opens_on, u.holder, line.reserved, line.used, u.warned_at, u.exhausted_at,
             coalesce(b.hard, b.soft) as most
        from budget_use u
        join line on line.budget_id = u.budget_id and line.opens_on = u.opens_on and line.holder = u.holder
        join budget b on b.org = u.org and b.id = u.budget_id
       where u.org = ${org}
       order by u.budget_id, u.opens_on, u.holder
         for update of u),
    settled as (
      update budget_use u
         set reserved = u.reserved - locked.reserved,
             used = u.used + locked.used,
             warned_at = case when u.used + locked.used >= ${warnedFrom}::float8 * locked.most
                              then coalesce(u.warned_at, ${at}) else u.warned_at end,
             exhausted_at = case when u.used + locked.used >= locked.most
                                 then coalesce(u.exhausted_at, ${at}) else u.exhausted_at end
        from locked
       where u.org = ${org}
         and u.budget_id = locked.budget_id and u.opens_on = locked.opens_on and u.holder = locked.holder
      returning u.budget_id as budget, to_char(u.opens_on, 'YYYY-MM-DD') as "opensOn", u.holder,
                u.warned_at is not null and locked.warned_at is null as "isWarned",
                u.exhausted_at is not null and locked.exhausted_at is null as "isExhausted")`;
}

/** Purses, and what goes with each of them, as the lists that `unnest` takes. */
export function listsOf(purses: readonly Purse[]): {
  readonly budgets: RawBuilder<unknown>;
  readonly opensOn: RawBuilder<unknown>;
  readonly holders: RawBuilder<unknown>;
} {
  return {
    budgets: sql`${purses.map(({ budget }) => budget)}::uuid[]`,
    opensOn: sql`${purses.map(({ opensOn }) => opensOn)}::date[]`,
    holders: sql`${purses.map(({ holder }) => holder)}::text[]`,
  };
}
