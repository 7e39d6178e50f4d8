import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import {
  type Budget,
  type ConcernedBudget,
  everyUser,
  type Purse,
  type PurseState,
} from '../../core/spend/budget.ts';
import type {
  BudgetAlert,
  BudgetRepository,
  ListedBudget,
  UsageGrouping,
  UsageRow,
} from '../../ports/budget-repository.ts';
import { listsOf, payFromPurses } from './budget-use.ts';
import type { Database, Transaction } from './database.ts';
import { callerNames } from './readable.ts';
import { pseudonymOf, recordAudit } from './record-audit.ts';

/** Budgets and the ledger in PostgreSQL. */
export function createBudgetRepository(db: Database): BudgetRepository {
  return {
    findConcerned: async (org, { user, spaces }, periods) => {
      const { rows } = await sql<BudgetRow & PurseRow & Pick<ConcernedBudget, 'isOpen'>>`
        with recursive ${callerNames(org, user)}
        select ${budgetColumns}, purse.holder, ${purseColumns}, u.budget_id is not null as "isOpen"
          from budget b
          cross join lateral (
            select case when b.subject_kind = 'user' and b.subject_id = ${everyUser}
                        then (select p.pseudonym::text from app_user p where p.org = ${org} and p.id = ${user})
                        else '' end as holder,
                   ${opensOnOf(periods)} as opens_on) purse
          left join budget_use u
            on u.org = b.org and u.budget_id = b.id and u.opens_on = purse.opens_on and u.holder = purse.holder
         where b.org = ${org}
           and purse.holder is not null
           and case b.subject_kind
                 when 'organisation' then true
                 when 'user' then b.subject_id = ${user}
                   or b.subject_id = ${everyUser} and not exists (
                        select 1 from budget own
                         where own.org = ${org} and own.subject_kind = 'user' and own.subject_id = ${user}
                           and own.unit = b.unit and own.period = b.period)
                 when 'group' then 'group:' || b.subject_id = any ((select names from caller)::text[])
                 else b.subject_id = any (${[...spaces]}::text[])
                   and 'space:' || b.subject_id = any ((select names from caller)::text[])
               end
         order by b.id`.execute(db);
      return rows.map(
        (row): ConcernedBudget => ({ ...budgetOf(row), purse: purseOf(row), isOpen: row.isOpen }),
      );
    },

    open: async (org, purses) => {
      const { budgets, opensOn, holders } = listsOf(purses);
      await sql`
        insert into budget_use (org, budget_id, opens_on, holder)
        select b.org, purse.* from unnest(${budgets}, ${opensOn}, ${holders}) purse(budget_id, opens_on, holder)
          join budget b on b.org = ${org} and b.id = purse.budget_id
         order by purse.budget_id, purse.opens_on, purse.holder
        on conflict do nothing`.execute(db);
    },

    reserve: async (org, { id, user, spaces, purses, estimate, expiresAt }) => {
      const { budgets, opensOn, holders } = listsOf(purses);
      const amounts = sql`${purses.map(({ amount }) => amount)}::bigint[]`;
      const { provider, model, promptTokens, completionTokens, microEuros } = estimate;
      // One statement: all purses are locked, in one order, and looked at as they are then, before anything is taken.
      const { rows } = await sql<{ full: string[] }>`
        with wanted as (
          select * from unnest(${budgets}, ${opensOn}, ${holders}, ${amounts})
                     as w(budget_id, opens_on, holder, amount)),
        locked as (
          select u.budget_id, u.opens_on, u.holder, w.amount,
                 w.amount = 0 or b.hard is null or u.used + u.reserved + w.amount <= b.hard as fits
            from budget_use u
            join wanted w on w.budget_id = u.budget_id and w.opens_on = u.opens_on and w.holder = u.holder
            join budget b on b.org = u.org and b.id = u.budget_id
           where u.org = ${org}
           order by u.budget_id, u.opens_on, u.holder
             for update of u),
        decision as (select coalesce(bool_and(fits), true) as fits from locked),
        taken as (
          update budget_use u set reserved = u.reserved + locked.amount
            from locked, decision
           where u.org = ${org} and decision.fits
             and u.budget_id = locked.budget_id and u.opens_on = locked.opens_on and u.holder = locked.holder),
        kept as (
          insert into budget_reservation (org, id, expires_at, budgets, opens_on, holders, amounts, person, spaces, provider, model, prompt_tokens, completion_tokens, micro_euros)
          select ${org}, ${id}, ${expiresAt}, ${budgets}, ${opensOn}, ${holders}, ${amounts}, ${pseudonym(org, user)},
                 ${[...spaces]}::text[], ${provider}, ${model}, ${promptTokens}::bigint, ${completionTokens}::bigint,
                 ${microEuros}::bigint
            from decision where fits)
        select coalesce(array_agg(budget_id) filter (where not fits), '{}') as full from locked`.execute(db);
      return rows[0]?.full ?? [];
    },

    settle: async (org, { id, at, user, spaces, spent, amounts }) => {
      const { rows } = await sql<Purse & { isWarned: boolean; isExhausted: boolean }>`
        with gone as (delete from budget_reservation r where r.org = ${org} and r.id = ${id} returning r.*),
        line as (
          select held.budget_id, held.opens_on, held.holder, held.amount as reserved,
                 case b.unit when 'requests' then ${amounts.requests}::bigint
                             when 'tokens' then ${amounts.tokens}::bigint
                             else coalesce(${amounts.microEuros}::bigint, held.amount) end as used
            from ${heldByGone}
            join budget b on b.org = ${org} and b.id = held.budget_id),
        ${payFromPurses(org, at)},
        booked as (
          insert into spend (${spendColumns})
          values (${org}, ${id}, ${at}, ${pseudonym(org, user)}, ${[...spaces]}::text[], ${spent.provider},
                  ${spent.model}, ${spent.promptTokens}, ${spent.completionTokens}, ${spent.microEuros},
                  ${spent.energyWh}, ${spent.isEstimated})
          on conflict (org, message_id) do update
             set prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
                 micro_euros = excluded.micro_euros, energy_wh = excluded.energy_wh,
                 provider = excluded.provider, model = excluded.model, is_estimated = excluded.is_estimated)
        select * from settled`.execute(db);
      return rows.flatMap(({ isWarned, isExhausted, ...purse }) => [
        ...(isWarned ? [{ purse, reached: 'warned' as const }] : []),
        ...(isExhausted ? [{ purse, reached: 'exhausted' as const }] : []),
      ]);
    },

    settleExpired: async (org, now) => {
      const { rows } = await sql<{ settled: number }>`
        with gone as (
          delete from budget_reservation r
           where r.org = ${org}
             and r.id in (select e.id from budget_reservation e where e.org = ${org} and e.expires_at <= ${now}
                           order by e.id limit ${tunables.budgets.sweepBatch} for update skip locked)
          returning r.*),
        line as (
          select held.budget_id, held.opens_on, held.holder,
                 sum(held.amount)::bigint as reserved, sum(held.amount)::bigint as used
            from ${heldByGone}
           group by held.budget_id, held.opens_on, held.holder),
        ${payFromPurses(org, now)},
        booked as (
          insert into spend (${spendColumns})
          select gone.org, gone.id, ${now}, gone.person, gone.spaces, gone.provider, gone.model, gone.prompt_tokens,
                 gone.completion_tokens, gone.micro_euros, null, true
            from gone
          on conflict (org, message_id) do nothing)
        select count(*)::int as settled from gone`.execute(db);
      return rows[0]?.settled ?? 0;
    },

    noteExhausted: async (org, { budget, opensOn, holder }, at) => {
      const { rows } = await sql`
        insert into budget_use (org, budget_id, opens_on, holder, exhausted_at)
        select b.org, b.id, ${opensOn}::date, ${holder}, ${at} from budget b where b.org = ${org} and b.id = ${budget}
        on conflict (org, budget_id, opens_on, holder) do update set exhausted_at = excluded.exhausted_at
          where budget_use.exhausted_at is null
        returning budget_id`.execute(db);
      return rows.length > 0;
    },

    list: async (org, periods) => {
      const { rows } = await sql<BudgetRow & PurseRow>`
        select ${budgetColumns}, ${purseColumns}
          from budget b
          cross join lateral (
            select ${opensOnOf(periods)} as opens_on) purse
          left join lateral (
            select s.* from budget_use s
             where s.org = ${org} and s.budget_id = b.id and s.opens_on = purse.opens_on
             order by s.used + s.reserved desc limit 1) u on true
         where b.org = ${org}
         order by array_position(array['organisation', 'space', 'group', 'user'], b.subject_kind), b.subject_id,
                  b.unit, b.period`.execute(db);
      return rows.map((row): ListedBudget => {
        const { budget: _budget, holder: _holder, ...purse } = purseOf(row);
        return { ...budgetOf(row), ...purse };
      });
    },

    set: (org, { subject, unit, period, soft, hard }, { by, opensOn }) =>
      db.transaction().execute(async (transaction) => {
        const limits = { soft, hard };
        const { id } = await transaction
          .insertInto('budget')
          .values({ org, subject_kind: subject.kind, subject_id: subject.id, unit, period, ...limits })
          .onConflict((conflict) =>
            conflict.columns(['org', 'subject_kind', 'subject_id', 'unit', 'period']).doUpdateSet(limits),
          )
          .returning('id')
          .executeTakeFirstOrThrow();
        // Under other limits, what was said of the old ones is to be said anew.
        await lockPurses(transaction, org, id);
        await transaction
          .updateTable('budget_use')
          .set({ warned_at: null, exhausted_at: null })
          .where('org', '=', org)
          .where('budget_id', '=', id)
          .where('opens_on', '=', opensOn)
          .execute();
        const isPerson = subject.kind === 'user' && subject.id !== '*';
        const recorded = isPerson
          ? { ...subject, id: await pseudonymOf(transaction, org, subject.id) }
          : subject;
        await recordAudit(transaction, org, by, 'budget-set', {
          id,
          subject: recorded,
          unit,
          period,
          ...limits,
        });
        return { id, subject, unit, period, soft, hard };
      }),

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        await lockPurses(transaction, org, id);
        const removed = await transaction
          .deleteFrom('budget')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'budget-removed', { id });
        return removed !== undefined;
      }),

    alerts: async (org, limit) => {
      const { rows } = await sql<BudgetRow & PurseRow & Pick<BudgetAlert, 'reached' | 'at'>>`
        select ${budgetColumns}, u.holder, ${purseColumnsOf(sql`u`)}, alert.reached, alert.at
          from budget_use u
          join budget b on b.org = u.org and b.id = u.budget_id
          cross join lateral (values ('warned', u.warned_at), ('exhausted', u.exhausted_at)) as alert(reached, at)
         where u.org = ${org} and alert.at is not null
         order by alert.at desc, alert.reached, b.id
         limit ${limit}`.execute(db);
      return rows.map((row) => {
        const { budget, opensOn, holder } = purseOf(row);
        return {
          budget: budgetOf(row),
          purse: { budget, opensOn, holder },
          reached: row.reached,
          at: row.at,
        };
      });
    },

    fold: async (org, { before, firstKept, timeZone }) => {
      const { rows } = await sql<{ folded: number }>`
        with gone as (delete from spend s where s.org = ${org} and s.at < ${before} returning s.*),
        emptied as (delete from budget_use u where u.org = ${org} and u.opens_on < ${firstKept}::date),
        kept as (
          insert into spend_month as kept (org, month, spaces, provider, model, requests, prompt_tokens, completion_tokens,
                                           micro_euros, energy_wh, estimated)
          select ${org}, date_trunc('month', gone.at at time zone ${timeZone})::date as month, gone.spaces, gone.provider,
                 gone.model, count(*), sum(gone.prompt_tokens), sum(gone.completion_tokens), sum(gone.micro_euros),
                 sum(gone.energy_wh), count(*) filter (where gone.is_estimated)
            from gone
           group by month, gone.spaces, gone.provider, gone.model
          on conflict (org, month, spaces, provider, model) do update
             set requests = kept.requests + excluded.requests,
                 prompt_tokens = kept.prompt_tokens + excluded.prompt_tokens,
                 completion_tokens = kept.completion_tokens + excluded.completion_tokens,
                 micro_euros = coalesce(kept.micro_euros + excluded.micro_euros, kept.micro_euros, excluded.micro_euros),
                 energy_wh = coalesce(kept.energy_wh + excluded.energy_wh, kept.energy_wh, excluded.energy_wh),
                 estimated = kept.estimated + excluded.estimated)
        select count(*)::int as folded from gone`.execute(db);
      return rows[0]?.folded ?? 0;
    },

    usage: async (org, { from, to }, { by, timeZone, limit }) => {
      const column = (name: UsageGrouping, expression: RawBuilder<unknown>) =>
        by.includes(name) ? expression : sql`null::text`;
      const spaces = by.includes('space')
        ? sql`left join lateral unnest(s.spaces) as asked(space) on true`
        : sql``;
      const { rows } = await sql<UsageRow>`
        with spent as (
          select s.at, s.spaces, s.provider, s.model, s.person, 1 as requests, s.prompt_tokens, s.completion_tokens,
                 s.micro_euros, s.energy_wh, s.is_estimated::int as estimated
            from spend s
           where s.org = ${org} and s.at >= ${from} and s.at < ${to}
          union all
          select m.month::timestamp at time zone ${timeZone}, m.spaces, m.provider, m.model, null, m.requests, m.prompt_tokens,
                 m.completion_tokens, m.micro_euros, m.energy_wh, m.estimated
            from spend_month m
           where m.org = ${org} and m.month::timestamp at time zone ${timeZone} >= ${from}
             and m.month::timestamp at time zone ${timeZone} < ${to})
        select ${column('day', sql`to_char(s.at at time zone ${timeZone}, 'YYYY-MM-DD')`)} as day,
               ${column('provider', sql`s.provider`)} as provider,
               ${column('model', sql`s.model`)} as model,
               ${column('space', sql`asked.space`)} as space,
               ${column('user', sql`s.person::text`)} as user,
               sum(s.requests)::int as requests,
               sum(s.prompt_tokens)::bigint as "promptTokens",
               sum(s.completion_tokens)::bigint as "completionTokens",
               sum(s.micro_euros)::bigint as "microEuros",
               sum(s.energy_wh) as "energyWh",
               sum(s.estimated)::int as estimated
          from spent s ${spaces}
         group by 1, 2, 3, 4, 5
         order by 1, 2 nulls first, 3 nulls first, 4 nulls first, 5 nulls first
         limit ${limit}`.execute(db);
      return rows;
    },
  };
}

/** In the order in which questions lock them, so that neither waits for the other for ever. */
async function lockPurses(transaction: Transaction, org: string, budget: string): Promise<void> {
  await sql`
    select 1 from budget_use u where u.org = ${org} and u.budget_id = ${budget}
     order by u.budget_id, u.opens_on, u.holder for update`.execute(transaction);
}

type BudgetRow = Omit<Budget, 'subject'> & {
  readonly subjectKind: Budget['subject']['kind'];
  readonly subjectId: string;
};
type PurseRow = Omit<PurseState, 'budget' | 'holder'> & { readonly holder?: string };

const budgetColumns = sql`
  b.id, b.subject_kind as "subjectKind", b.subject_id as "subjectId", b.unit, b.period, b.soft, b.hard`;

const purseColumnsOf = (opened: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  to_char(${opened}.opens_on, 'YYYY-MM-DD') as "opensOn", coalesce(u.used, 0) as used,
  coalesce(u.reserved, 0) as reserved, u.warned_at as "warnedAt", u.exhausted_at as "exhaustedAt"`;
const purseColumns = purseColumnsOf(sql`purse`);

const spendColumns = sql`org, message_id, at, person, spaces, provider, model, prompt_tokens, completion_tokens,
                    micro_euros, energy_wh, is_estimated`;

/** The reservations in `gone`, a row for each purse in which something was held. */
const heldByGone = sql`
  gone cross join unnest(gone.budgets, gone.opens_on, gone.holders, gone.amounts)
                    as held(budget_id, opens_on, holder, amount)`;

/** The day on which the period of a budget `b` began. */
function opensOnOf({ day, month }: Readonly<Record<Budget['period'], string>>): RawBuilder<unknown> {
  return sql`case b.period when 'day' then ${day}::date else ${month}::date end`;
}

function budgetOf({ id, subjectKind, subjectId, unit, period, soft, hard }: BudgetRow): Budget {
  return { id, subject: { kind: subjectKind, id: subjectId }, unit, period, soft, hard };
}

function purseOf({
  id,
  opensOn,
  holder = '',
  used,
  reserved,
  warnedAt,
  exhaustedAt,
}: BudgetRow & PurseRow): PurseState {
  return { budget: id, opensOn, holder, used, reserved, warnedAt, exhaustedAt };
}

/** Under what name a person stands in the ledger; null once they were removed. */
function pseudonym(org: string, user: string): RawBuilder<unknown> {
  return sql`(select p.pseudonym from app_user p where p.org = ${org} and p.id = ${user})`;
}
