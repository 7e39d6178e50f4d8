/**
 * Budgets under a crowd: `node bench/answering/budgets.ts [questions] [seed]`. All questions are open at the same time, through
 * several pools of connections as several processes would; some crash, some are left half-way. What each purse owes is
 * tallied here, apart from the database, and compared. Prints one line of JSON; exit code 1 when more than a limit was
 * taken at any moment, a purse or a reservation is not as it should be, or somebody was refused for what others did.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pLimit from 'p-limit';
import { tunables } from '../../config/tunables.ts';
import { createPromptFiles } from '../../src/adapters/filesystem/prompt-files.ts';
import { createBudgetRepository } from '../../src/adapters/postgres/budget-repository.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import type { AnsweringModel } from '../../src/core/answer/answering-model.ts';
import { isAppError } from '../../src/core/errors.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { takenFrom } from '../../src/core/spend/amount.ts';
import type { Purse } from '../../src/core/spend/budget.ts';
import { estimateAnswer } from '../../src/core/spend/estimate.ts';
import { type AccountDeps, openAccount } from '../../src/core/spend/open-account.ts';
import type { BudgetRepository, Reservation, Settlement } from '../../src/ports/budget-repository.ts';
import { openTestStores } from '../../test/support/test-stores.ts';
import { createRandom } from '../fuzz/random.ts';
import { type Asker, setUpBudgets } from './budget-world.ts';

const [questions = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const pools = 4;
const connectionsEach = 8;
/** Shares of questions whose process dies, and whose asker leaves. */
const crashes = 0.03;
const leaves = 0.1;
const longestAnswerMs = 3_000;

const prompts = await createPromptFiles(join(import.meta.dirname, '..', '..', 'prompts'));
const random = createRandom(seed);
const open = await openTestStores();
const databases = await Promise.all(
  Array.from({ length: pools }, () => openDatabase(open.connection, { maxConnections: connectionsEach })),
);
const world = await setUpBudgets(open.stores, random, questions);

const held = new Map<string, Reservation>();
/** What each purse must have paid in the end. */
const owed = new Map<string, number>();
const keyOf = ({ budget, opensOn, holder }: Purse) => `${budget} ${opensOn} ${holder}`;

function owe(reservation: Reservation | undefined, settlement?: Settlement): void {
  for (const purse of reservation?.purses ?? []) {
    const { unit } = world.budgets.get(purse.budget) ?? { unit: 'tokens' };
    const taken = settlement && takenFrom(unit, settlement.amounts);
    owed.set(keyOf(purse), (owed.get(keyOf(purse)) ?? 0) + (taken ?? purse.amount));
  }
}

const reserveMs: number[] = [];
const settleMs: number[] = [];

/** A repository on connections of its own, which keeps the time and the tally. */
function watched(repository: BudgetRepository): AccountDeps['budgets'] {
  const turn = pLimit(connectionsEach);
  const timed = <T>(times: number[], run: () => Promise<T>): Promise<T> =>
    turn(async () => {
      const began = performance.now();
      const result = await run();
      times.push(performance.now() - began);
      return result;
    });
  return {
    findConcerned: (...call) => turn(() => repository.findConcerned(...call)),
    open: (...call) => turn(() => repository.open(...call)),
    noteExhausted: (...call) => turn(() => repository.noteExhausted(...call)),
    reserve: async (org, reservation) => {
      const full = await timed(reserveMs, () => repository.reserve(org, reservation));
      if (full.length === 0) held.set(reservation.id, reservation);
      return full;
    },
    settle: async (org, settlement) => {
      const alerts = await timed(settleMs, () => repository.settle(org, settlement));
      owe(held.get(settlement.id), settlement);
      return alerts;
    },
  };
}

/** Never takes more than was estimated, now and then nearly that. */
function aModel(model: string, promptEuro: number): AnsweringModel {
  const usage = { promptTokens: random.below(2_500), completionTokens: random.below(700) };
  return {
    provider: 'bench',
    model,
    prices: { promptEuro, completionEuro: 3 * promptEuro },
    async *stream() {
      yield { type: 'text-delta', text: 'Oui' };
      await sleep(random.below(longestAnswerMs));
      yield { type: 'usage', usage };
    },
  };
}

const model = {
  ...aModel('grand', 2),
  id: 'essai',
  trust: 'on-premises' as const,
  smaller: aModel('petit', 0.2),
};
const ends = { answered: 0, left: 0, crashed: 0, refused: 0, failed: 0 };
const steps: Record<string, number> = {};
let unfairRefusals = 0;

async function ask(
  budgets: AccountDeps['budgets'],
  { org, user, spaces }: Asker,
): Promise<keyof typeof ends> {
  const messageId = randomUUID();
  const fate = random.next();
  const isCut = fate < crashes + leaves;
  const account = await openAccount(
    { budgets, models: [model] },
    {
      org,
      user,
      spaces,
      messageId,
      estimate: (reading) =>
        estimateAnswer(
          { prompts },
          { question: 'Quel est le tarif ?', language: 'fr', history: [], reading },
        ),
    },
  );
  steps[account.step] = (steps[account.step] ?? 0) + 1;
  const turns = [{ role: 'user' as const, content: 'Quel est le tarif ? '.repeat(50) }];
  const { signal } = new AbortController();
  const [admitted] = account.admit({ chain: [model] }).chain;
  if (admitted) for await (const _event of admitted.stream(turns, { signal })) if (isCut) break;
  if (fate < crashes) {
    owe(held.get(messageId));
    return 'crashed';
  }
  await account.settle();
  return isCut ? 'left' : 'answered';
}

/** The most that any purse is over its limit, looked at while all goes on. */
let overspend = 0;
const looking = new AbortController();
async function lookForOverspend(): Promise<void> {
  const { rows } = await sql<{ over: number | null }>`
    select max(u.used + u.reserved - b.hard) as over
      from budget_use u join budget b on b.org = u.org and b.id = u.budget_id`.execute(open.database);
  overspend = Math.max(overspend, rows[0]?.over ?? 0);
}
const watch = (async () => {
  while (!looking.signal.aborted) {
    await lookForOverspend();
    await sleep(100);
  }
})();

const repositories = databases.map((database) => watched(createBudgetRepository(database)));
const askers = Array.from({ length: questions }, () => world.asker());
const began = performance.now();
await Promise.all(
  askers.map(async (asker, index) => {
    const budgets = repositories[index % pools];
    if (!budgets) return;
    try {
      ends[await ask(budgets, asker)] += 1;
    } catch (error) {
      const isRefused = isAppError(error) && error.code === 'BUDGET_EXHAUSTED';
      ends[isRefused ? 'refused' : 'failed'] += 1;
      if (isRefused && world.isOnOwnBudget(asker)) unfairRefusals += 1;
      if (!isRefused) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }),
);
const seconds = (performance.now() - began) / 1000;

// Time passes: what crashes left is paid as estimated.
const later = new Date(Date.now() + tunables.budgets.reservationMs + 1);
let expired = 0;
for (const { id } of await open.stores.access.listOrganisations())
  for (let settled = -1; settled !== 0; expired += settled)
    settled = await open.stores.budgets.settleExpired(id, later);
looking.abort();
await watch;
await lookForOverspend();

type Row = Purse & { readonly used: number; readonly reserved: number };
const { rows: purses } = await sql<Row>`
  select budget_id as budget, to_char(opens_on, 'YYYY-MM-DD') as "opensOn", holder, used, reserved
    from budget_use`.execute(open.database);
const wrongPurses = purses.filter(
  (purse) => purse.reserved !== 0 || purse.used !== (owed.get(keyOf(purse)) ?? 0),
).length;
const known = new Set(purses.map(keyOf));
const lostPurses = [...owed.keys()].filter((key) => !known.has(key)).length;
const { rows: left } = await sql`select 1 from budget_reservation`.execute(open.database);
const { rows: booked } = await sql`select 1 from spend`.execute(open.database);
const paid = ends.answered + ends.left + ends.crashed;

const lost = {
  wrongPurses: wrongPurses + lostPurses,
  reservationsLeft: left.length,
  missingInLedger: paid - booked.length,
  crashesNotSettled: ends.crashed - expired,
};
console.log(
  JSON.stringify({
    questions,
    seed,
    connections: pools * connectionsEach,
    budgets: world.budgets.size,
    purses: purses.length,
    ...ends,
    steps,
    overspend,
    ...lost,
    unfairRefusals,
    seconds: Math.round(seconds * 10) / 10,
    questionsPerSecond: Math.round(questions / seconds),
    reserveMs: percentilesOf(reserveMs),
    settleMs: percentilesOf(settleMs),
  }),
);
for (const database of databases) await database.destroy();
await open.close();
const isRight =
  overspend === 0 && ends.failed === 0 && unfairRefusals === 0 && Object.values(lost).every((n) => n === 0);
process.exitCode = isRight ? 0 : 1;
