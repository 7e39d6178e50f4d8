import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBudgetRepository } from '../../../src/adapters/postgres/budget-repository.ts';
import { type Database, openDatabase } from '../../../src/adapters/postgres/database.ts';
import type { BudgetRule, ConcernedBudget } from '../../../src/core/spend/budget.ts';
import { foldSpending } from '../../../src/core/spend/fold-spending.ts';
import { nothingSpent, type Spent } from '../../../src/core/spend/meter-model.ts';
import type { BudgetRepository, Spender } from '../../../src/ports/budget-repository.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

const org = 'bellerive';
const periods = { day: '2026-11-26', month: '2026-11-01' };
const at = new Date('2026-11-26T10:00:00Z');
const later = new Date(at.getTime() + 60_000);
const alice: Spender = { user: 'alice', spaces: [] };

let open: TestStores;
/** Several processes: each has connections of its own. */
let databases: Database[];
let budgets: BudgetRepository;

beforeAll(async () => {
  open = await openTestStores();
  databases = await Promise.all([1, 2].map(() => openDatabase(open.connection, { maxConnections: 6 })));
  budgets = open.stores.budgets;
  for (const organisation of [org, 'montfleury'])
    await open.stores.access.applyOrganisation(
      anOrganisation({
        organisation,
        users: ['alice', 'bruno', 'chloe'],
        groups: { drh: ['alice'], direction: ['bruno'] },
        spaces: {
          mairie: { title: 'Mairie', members: [`org:${organisation}`] },
          rh: { title: 'RH', members: ['group:drh'] },
        },
      }),
      'test',
    );
});
afterAll(async () => {
  for (const database of databases) await database.destroy();
  await open.close();
});
beforeEach(async () => {
  for (const each of [org, 'montfleury'])
    for (const table of ['budget', 'budget_reservation', 'spend', 'spend_month'] as const)
      await open.database.deleteFrom(table).where('org', '=', each).execute();
});

const set = (rule: Partial<BudgetRule> & Pick<BudgetRule, 'subject'>, of = org) =>
  budgets.set(
    of,
    { unit: 'tokens', period: 'day', soft: null, hard: 100, ...rule },
    { by: null, opensOn: periods[rule.period ?? 'day'] },
  );
const concerned = (spender: Spender, of = org) => budgets.findConcerned(of, spender, periods);
const subjects = (found: readonly ConcernedBudget[]) =>
  found.map(({ subject }) => `${subject.kind}:${subject.id}`).sort();
const spentOf = (tokens: number): Spent => ({
  ...nothingSpent,
  provider: 'p',
  model: 'm',
  promptTokens: tokens,
});

/** Holds `amount` back in every budget that concerns the question. */
async function reserve(
  spender: Spender,
  amount: number,
  options: { readonly expiresAt?: Date; readonly through?: BudgetRepository } = {},
) {
  const id = randomUUID();
  const purses = (await concerned(spender)).map(({ purse }) => ({ ...purse, amount }));
  await budgets.open(org, purses);
  const full = await (options.through ?? budgets).reserve(org, {
    ...spender,
    id,
    purses,
    estimate: spentOf(amount),
    expiresAt: options.expiresAt ?? later,
  });
  return { id, full };
}

const settle = (spender: Spender, id: string, tokens: number, microEuros: number | null = null) =>
  budgets.settle(org, {
    ...spender,
    id,
    at,
    spent: { ...spentOf(tokens), microEuros },
    amounts: { requests: 1, tokens, microEuros },
  });
const state = async () =>
  (await budgets.list(org, periods)).map(({ used, reserved }) => ({ used, reserved }));

describe('budgets that concern a question', () => {
  it('are those of the organisation, the person, their groups, and the spaces that it is asked in', async () => {
    for (const [kind, ids] of Object.entries({
      organisation: [org],
      user: ['alice', 'bruno'],
      group: ['drh', 'direction'],
      space: ['mairie', 'rh'],
    }))
      for (const id of ids) await set({ subject: { kind, id } as BudgetRule['subject'] });
    expect(subjects(await concerned(alice))).toEqual(['group:drh', 'organisation:bellerive', 'user:alice']);
    expect(subjects(await concerned({ user: 'bruno', spaces: ['mairie'] }))).toEqual([
      'group:direction',
      'organisation:bellerive',
      'space:mairie',
      'user:bruno',
    ]);
  });

  it('R15: leave out a space that the person does not belong to, and everything for somebody unknown', async () => {
    await set({ subject: { kind: 'space', id: 'rh' } });
    expect(subjects(await concerned({ user: 'alice', spaces: ['rh'] }))).toEqual(['space:rh']);
    expect(await concerned({ user: 'chloe', spaces: ['rh'] })).toEqual([]);
    await set({ subject: { kind: 'user', id: '*' } });
    expect(await concerned({ user: 'zoe', spaces: ['rh'] })).toEqual([]);
  });

  it('R17: are never those of another organisation', async () => {
    const { id } = await set({ subject: { kind: 'user', id: 'alice' } }, 'montfleury');
    await set({ subject: { kind: 'organisation', id: 'montfleury' } }, 'montfleury');
    expect(await concerned(alice)).toEqual([]);
    expect(await budgets.remove(org, id, null)).toBe(false);
    expect(await concerned(alice, 'montfleury')).toHaveLength(2);
  });

  it('give everybody a purse, but not to who has a budget of the same unit and period', async () => {
    const everybody = { subject: { kind: 'user', id: '*' } } as const;
    await set({ ...everybody, hard: 100 });
    await set({ ...everybody, unit: 'requests', hard: 10 });
    await set({ subject: { kind: 'user', id: 'alice' }, hard: 500 });
    expect((await concerned(alice)).map(({ unit, hard }) => [unit, hard]).sort()).toEqual([
      ['requests', 10],
      ['tokens', 500],
    ]);
    const holders = await Promise.all(
      ['bruno', 'chloe'].map(async (user) =>
        (await concerned({ user, spaces: [] })).map(({ purse }) => purse.holder),
      ),
    );
    expect(new Set(holders.flat()).size).toBe(2);
    expect(holders.flat().join()).not.toMatch(/bruno|chloe/);
  });
});

describe('a reservation', () => {
  it('holds back in all purses, and what was used takes its place', async () => {
    await set({ subject: { kind: 'organisation', id: org } });
    await set({ subject: { kind: 'user', id: 'alice' } });
    const { id, full } = await reserve(alice, 60);
    expect(full).toEqual([]);
    expect(await state()).toEqual(Array(2).fill({ used: 0, reserved: 60 }));
    await settle(alice, id, 25);
    expect(await state()).toEqual(Array(2).fill({ used: 25, reserved: 0 }));
    // A second time there is nothing left to settle.
    await settle(alice, id, 25);
    expect(await state()).toEqual(Array(2).fill({ used: 25, reserved: 0 }));
  });

  it('holds back nothing anywhere when one purse has no room', async () => {
    await set({ subject: { kind: 'organisation', id: org }, hard: 1_000 });
    const { id: small } = await set({ subject: { kind: 'user', id: 'alice' }, hard: 50 });
    expect((await reserve(alice, 51)).full).toEqual([small]);
    expect(await state()).toEqual(Array(2).fill({ used: 0, reserved: 0 }));
    const left = await open.database
      .selectFrom('budget_reservation')
      .select('id')
      .where('org', '=', org)
      .execute();
    expect(left).toEqual([]);
  });

  it('R95: that somebody cannot make any more leaves others theirs', async () => {
    await set({ subject: { kind: 'user', id: '*' }, hard: 50 });
    expect((await reserve(alice, 50)).full).toEqual([]);
    expect((await reserve(alice, 1)).full).toHaveLength(1);
    expect((await reserve({ user: 'bruno', spaces: [] }, 50)).full).toEqual([]);
  });

  it('R95: is made by no more at once than a limit lets, through whichever process', async () => {
    await set({ subject: { kind: 'organisation', id: org }, hard: 100 });
    await set({ subject: { kind: 'user', id: '*' }, hard: 45 });
    const processes = databases.map(createBudgetRepository);
    const people = ['alice', 'bruno', 'chloe'];
    await Promise.all(people.map(async (user) => reserve({ user, spaces: [] }, 0)));
    const made = await Promise.all(
      Array.from({ length: 90 }, (_, index) => {
        const through = processes[index % processes.length];
        return reserve({ user: people[index % people.length] ?? '', spaces: [] }, 10, through && { through });
      }),
    );
    expect(made.filter(({ full }) => full.length === 0)).toHaveLength(10);
    expect(await state()).toEqual([
      { used: 0, reserved: 100 },
      { used: 0, reserved: 40 },
    ]);
  });

  it('that a crash left is paid as estimated once it expires, and only then', async () => {
    await set({ subject: { kind: 'organisation', id: org } });
    await reserve({ user: 'alice', spaces: ['rh'] }, 30, { expiresAt: at });
    await reserve(alice, 20, { expiresAt: at });
    const { id } = await reserve(alice, 10);
    expect(await budgets.settleExpired(org, new Date(at.getTime() - 1))).toBe(0);
    expect(await budgets.settleExpired(org, at)).toBe(2);
    expect(await budgets.settleExpired(org, at)).toBe(0);
    expect(await state()).toEqual([{ used: 50, reserved: 10 }]);
    const [row] = await usage(['space']);
    expect(row).toMatchObject({ requests: 1, promptTokens: 20, estimated: 1, space: null });
    await settle(alice, id, 4);
    expect(await state()).toEqual([{ used: 54, reserved: 0 }]);
  });

  it('that expired before its answer ended keeps the estimate in purses, and the truth in the ledger', async () => {
    await set({ subject: { kind: 'organisation', id: org } });
    const { id } = await reserve(alice, 30, { expiresAt: at });
    await budgets.settleExpired(org, at);
    await settle(alice, id, 12);
    expect(await state()).toEqual([{ used: 30, reserved: 0 }]);
    expect(await usage([])).toMatchObject([{ requests: 1, promptTokens: 12, estimated: 0 }]);
  });

  it('survives the removal of its budget', async () => {
    const { id: budget } = await set({ subject: { kind: 'user', id: 'alice' } });
    await set({ subject: { kind: 'organisation', id: org } });
    const { id } = await reserve(alice, 30);
    expect(await budgets.remove(org, budget, null)).toBe(true);
    await settle(alice, id, 12);
    expect(await state()).toEqual([{ used: 12, reserved: 0 }]);
  });

  it('in euros is paid by what the provider charged, also where nobody knew the price before', async () => {
    await set({
      subject: { kind: 'organisation', id: org },
      unit: 'euros',
      period: 'month',
      hard: 5_000_000,
    });
    const { id } = await reserve(alice, 0);
    await settle(alice, id, 12, 1_500_000);
    expect(await state()).toEqual([{ used: 1_500_000, reserved: 0 }]);
  });

  it('of a new period finds its purse empty', async () => {
    await set({ subject: { kind: 'organisation', id: org } });
    const { id } = await reserve(alice, 100);
    await settle(alice, id, 100);
    const tomorrow = { day: '2026-11-27', month: '2026-11-01' };
    const [found] = await budgets.findConcerned(org, alice, tomorrow);
    expect(found).toMatchObject({ isOpen: false, purse: { used: 0, opensOn: '2026-11-27' } });
  });
});

describe('alerts', () => {
  it('R95: come at 80 % and at 100 %, once in a period', async () => {
    await set({ subject: { kind: 'organisation', id: org } });
    const spend = async (tokens: number) => {
      const { id } = await reserve(alice, tokens);
      return (await settle(alice, id, tokens)).map(({ reached }) => reached);
    };
    expect(await spend(79)).toEqual([]);
    expect(await spend(1)).toEqual(['warned']);
    expect(await spend(10)).toEqual([]);
    expect(await spend(10)).toEqual(['exhausted']);
    expect(await spend(0)).toEqual([]);
    const alerts = await budgets.alerts(org, 10);
    expect(alerts.map(({ reached, budget }) => [reached, budget.subject.id])).toEqual([
      ['exhausted', org],
      ['warned', org],
    ]);
  });

  it('R95: of a question that found no room come once, and again under another limit', async () => {
    const rule = { subject: { kind: 'organisation', id: org } } as const;
    await set(rule);
    const [found] = await concerned(alice);
    if (!found) throw new Error('no budget');
    expect(await budgets.noteExhausted(org, found.purse, at)).toBe(true);
    expect(await budgets.noteExhausted(org, found.purse, at)).toBe(false);
    await set({ ...rule, hard: 200 });
    expect(await budgets.alerts(org, 10)).toEqual([]);
  });
});

describe('the ledger', () => {
  it('sums up by day, provider, model, space and pseudonym', async () => {
    const put = (spender: Spender, when: string, spent: Partial<Spent>) =>
      budgets.settle(org, {
        ...spender,
        id: randomUUID(),
        at: new Date(when),
        spent: { ...spentOf(10), ...spent },
        amounts: { requests: 1, tokens: 10, microEuros: null },
      });
    // A quarter past midnight in Paris.
    await put(alice, '2026-11-25T23:15:00Z', { microEuros: 7, energyWh: 0.5 });
    await put({ user: 'alice', spaces: ['rh', 'mairie'] }, '2026-11-25T22:45:00Z', { microEuros: null });
    await put({ user: 'bruno', spaces: ['rh'] }, '2026-11-26T12:00:00Z', {
      microEuros: 3,
      isEstimated: true,
    });
    expect(await usage(['day'])).toMatchObject([
      { day: '2026-11-25', requests: 1, microEuros: null },
      { day: '2026-11-26', requests: 2, microEuros: 10, energyWh: 0.5, estimated: 1, provider: null },
    ]);
    expect((await usage(['space'])).map(({ space, requests }) => [space, requests])).toEqual([
      [null, 1],
      ['mairie', 1],
      ['rh', 2],
    ]);
    const people = await usage(['user']);
    expect(people.map(({ requests }) => requests).sort()).toEqual([1, 2]);
    expect(JSON.stringify(people)).not.toMatch(/alice|bruno/);
    expect(
      await budgets.usage('montfleury', span, { by: ['day'], timeZone: 'Europe/Paris', limit: 9 }),
    ).toEqual([]);
  });

  it('R73: keeps its numbers when a person goes, and cannot tell whose they were', async () => {
    const keeps = { organisation: 'montfleury', spaces: {} };
    await budgets.settle('montfleury', {
      user: 'chloe',
      spaces: [],
      id: randomUUID(),
      at,
      spent: spentOf(10),
      amounts: { requests: 1, tokens: 10, microEuros: null },
    });
    await open.stores.access.applyOrganisation(anOrganisation({ ...keeps, users: ['alice'] }), 'test');
    const all = { by: ['user'], timeZone: 'Europe/Paris', limit: 9 } as const;
    expect(await budgets.usage('montfleury', span, all)).toMatchObject([{ requests: 1 }]);
    expect(await budgets.findConcerned('montfleury', { user: 'chloe', spaces: [] }, periods)).toEqual([]);
  });
});

describe('months long ago', () => {
  const put = (when: string, spent: Partial<Spent>, spender = alice, of = org) =>
    budgets.settle(of, {
      ...spender,
      id: randomUUID(),
      at: new Date(when),
      spent: { ...spentOf(10), ...spent },
      amounts: { requests: 1, tokens: 10, microEuros: null },
    });
  const all = (by: Parameters<BudgetRepository['usage']>[2]['by'], of = org) => {
    const ever = { from: new Date('2024-01-01T00:00:00Z'), to: later };
    return budgets.usage(of, ever, { by, timeZone: 'Europe/Paris', limit: 100 });
  };
  const fold = (now: Date, months = 25) => foldSpending({ budgets }, org, { months, now });
  const byMonth = async () => {
    const days = await all(['day', 'provider', 'model', 'space']);
    return Object.groupBy(days, ({ day }) => day?.slice(0, 7) ?? '');
  };

  it('R74: are summed up: reports by month stay true, who asked what when is gone', async () => {
    const inSpaces = { user: 'bruno', spaces: ['rh', 'mairie'] };
    await put('2024-09-12T08:00:00Z', { microEuros: 5, energyWh: 0.5 });
    await put('2024-09-13T08:00:00Z', { microEuros: null, isEstimated: true }, { ...alice, user: 'bruno' });
    await put('2024-09-14T08:00:00Z', { microEuros: 7 }, inSpaces);
    await put('2024-09-15T08:00:00Z', { provider: null, model: null });
    // The last minutes of September in Paris, and the first of October.
    await put('2024-09-30T21:59:00Z', { microEuros: 2 });
    await put('2024-09-30T22:01:00Z', { microEuros: 3 });
    await put('2024-09-12T08:00:00Z', {}, alice, 'montfleury');
    const total = async () => await all([]);
    const [before, spaces, models] = [await total(), await all(['space']), await all(['model', 'provider'])];

    expect(await fold(new Date('2026-10-31T12:00:00Z'))).toBe(0);
    expect(await fold(at)).toBe(5);
    expect(await fold(at)).toBe(0);
    expect([await total(), await all(['space']), await all(['model', 'provider'])]).toEqual([
      before,
      spaces,
      models,
    ]);
    const { '2024-09': september = [], '2024-10': october = [] } = await byMonth();
    expect(new Set(september.map(({ day }) => day))).toEqual(new Set(['2024-09-01']));
    expect(october).toMatchObject([{ day: '2024-10-01', requests: 1, microEuros: 3 }]);
    const people = await all(['user']);
    expect(people.find(({ user }) => user === null)).toMatchObject({ requests: 5 });
    expect(people).toHaveLength(2);
    expect(await all([], 'montfleury')).toMatchObject([{ requests: 1 }]);
    const { rows } = await sql`select message_id from spend where org = ${org}`.execute(open.database);
    expect(rows).toHaveLength(1);
  });

  it('R74: add up when more of them comes, and when they are kept for a shorter time', async () => {
    await put('2024-09-12T08:00:00Z', { microEuros: null });
    await fold(at);
    await put('2024-09-20T08:00:00Z', { microEuros: 4, isEstimated: true });
    await put('2025-01-20T08:00:00Z', { microEuros: 1 });
    expect(await fold(at, 12)).toBe(2);
    expect(await all(['day', 'model'])).toMatchObject([
      { day: '2024-09-01', requests: 2, microEuros: 4, estimated: 1, promptTokens: 20 },
      { day: '2025-01-01', requests: 1 },
    ]);
  });

  it('R74: lose their purses, which told what each person took each day; those of now stay', async () => {
    const { id } = await set({ subject: { kind: 'user', id: '*' }, hard: 1_000 });
    const [{ purse } = { purse: null }] = await concerned(alice);
    if (!purse) throw new Error('no purse');
    await budgets.open(org, [purse, { ...purse, opensOn: '2024-09-12' }]);
    await fold(at);
    const { rows } = await sql<{ day: string }>`
      select opens_on::text as day from budget_use where org = ${org} and budget_id = ${id}`.execute(
      open.database,
    );
    expect(rows).toEqual([{ day: purse.opensOn }]);
  });
});

const span = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
function usage(by: Parameters<BudgetRepository['usage']>[2]['by']) {
  return budgets.usage(org, span, { by, timeZone: 'Europe/Paris', limit: 100 });
}
