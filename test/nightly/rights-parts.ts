import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { createPromptFiles } from '../../src/adapters/filesystem/prompt-files.ts';
import { createMemoryIndex } from '../../src/adapters/memory/search-index.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type CanaryWorld, openCanaryWorld } from '../support/rights/canary-world.ts';
import { type Compared, compareTowns, type Ground } from '../support/rights/compare-towns.ts';
import { sendCrowd } from '../support/rights/crowd.ts';
import { forbiddenUses } from '../support/rights/history.ts';
import { timeAbsentAndForbidden } from '../support/rights/latency.ts';
import { randomTown } from '../support/rights/random-town.ts';
import { recordHistory } from '../support/rights/record-history.ts';
import { tryRemovals } from '../support/rights/removals.ts';
import { openTestStores, readConnection } from '../support/test-stores.ts';

export type Sizes = { readonly worlds: number; readonly trials: number; readonly seed: number };

export type Told = {
  readonly requirements: readonly string[];
  /** One sentence. */
  readonly what: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly ok: boolean;
};

export type Part = (sizes: Sizes) => Promise<Told>;

/** What runs at night, by name. */
export const parts: Readonly<Record<string, Part>> = { worlds, removals, histories, latency, tenants };

/** So many at a time share one server, which is then thrown away: an index is not meant for ten thousand organisations. */
const townsAtOnce = 850;

async function worlds({ worlds: count, seed }: Sizes): Promise<Told> {
  const sum = { readable: 0, forbidden: 0, found: 0, prompts: 0, asked: 0 };
  const wrong: Compared[] = [];
  for (let first = 0; first < count; first += townsAtOnce) {
    const many = Math.min(townsAtOnce, count - first);
    await onGround(async (ground) => {
      for (const one of await compareTowns(ground, townsFrom(seed * 1_000_000 + first, many))) {
        if (one.wrong.length > 0) wrong.push(one);
        sum.readable += one.readable;
        sum.forbidden += one.forbidden;
        sum.found += one.found;
        if (one.prompts > '[]'.length) sum.prompts += 1;
        if (one.readable > 0 && one.forbidden > 0) sum.asked += 1;
      }
    });
    console.error(`worlds: ${first + many} of ${count}, ${wrong.length} wrong`);
  }
  for (const one of wrong.slice(0, 10)) console.error(JSON.stringify(one));
  if (wrong[0]) await shrink(wrong[0].org);
  return {
    requirements: ['R01', 'R02', 'R15'],
    what: 'Random organisations, asked with and without what the person may not read: candidates, results, order, scores, counts, prompts and events are the same, on PostgreSQL, the index and its twin',
    figures: {
      seed,
      worlds: count,
      worldsWithReadableAndForbidden: sum.asked,
      worldsWithAPrompt: sum.prompts,
      readableDocuments: sum.readable,
      forbiddenDocuments: sum.forbidden,
      differences: wrong.length,
    },
    ok: wrong.length === 0,
  };
}

async function removals({ trials }: Sizes): Promise<Told> {
  return inCanaryWorld(4, async (world) => {
    const database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 4 });
    try {
      const { looks, misses } = await tryRemovals(world, database, trials);
      for (const miss of misses.slice(0, 10)) console.error(miss);
      return {
        requirements: ['R04'],
        what: 'A person leaves a space: their next search, question, preview, download, conversation and list show nothing of it, though all did a moment before',
        figures: { trials, requests: looks, misses: misses.length },
        ok: misses.length === 0,
      };
    } finally {
      await database.destroy();
    }
  });
}

async function histories({ trials, seed }: Sizes): Promise<Told> {
  const runs = Math.ceil(trials / 50);
  const sum = { changes: 0, uses: 0, forbidden: 0, ended: 0 };
  await onGround(async ({ open, prompts }) => {
    for (let run = 0; run < runs; run += 1) {
      const wanted = { org: `histoire${run}`, turns: 100, seed: seed + run };
      const { changes, uses, ended } = await recordHistory(open, prompts, wanted);
      const forbidden = forbiddenUses(uses, changes);
      for (const use of forbidden.slice(0, 5)) console.error(`seed ${seed + run}: ${JSON.stringify(use)}`);
      sum.changes += changes.length;
      sum.uses += uses.length;
      sum.forbidden += forbidden.length;
      sum.ended += ended;
      console.error(`histories: ${run + 1} of ${runs}, ${sum.forbidden} forbidden uses`);
    }
  });
  return {
    requirements: ['R16'],
    what: 'Concurrent grants, revokes, moves, new versions, removals and switches beside searches and answers: no text was used after its revocation was acknowledged',
    figures: {
      runs,
      changes: sum.changes,
      uses: sum.uses,
      answersEndedByAChange: sum.ended,
      forbiddenUses: sum.forbidden,
    },
    ok: sum.forbidden === 0,
  };
}

async function latency({ trials }: Sizes): Promise<Told> {
  return inCanaryWorld(2, async (world) => {
    const { absentP50Ms, forbiddenP50Ms } = await timeAbsentAndForbidden(world, trials);
    const differenceMs = Math.round(Math.abs(absentP50Ms - forbiddenP50Ms) * 100) / 100;
    return {
      requirements: ['R14'],
      what: 'A document that is not there and one that may not be read take as long (median; less than 5 ms apart)',
      figures: { calls: trials, absentP50Ms, forbiddenP50Ms, differenceMs },
      ok: differenceMs < 5,
    };
  });
}

async function tenants({ trials, seed }: Sizes): Promise<Told> {
  return inCanaryWorld(50, async (world) => {
    const crowd = await sendCrowd(world, { requests: trials, abortShare: 0.3, seed });
    for (const what of crowd.wrong.slice(0, 10)) console.error(what);
    return {
      requirements: ['R24', 'R28', 'R29'],
      what: 'Two people each of 50 organisations ask the same at once, a third leaves in the middle: every reply holds the mark of who asked, and no other',
      figures: {
        requests: crowd.requests,
        aborted: crowd.aborted,
        repliesWithTheOwnMark: crowd.own,
        wrong: crowd.wrong.length,
      },
      ok: crowd.wrong.length === 0,
    };
  });
}

async function inCanaryWorld<T>(organisations: number, work: (world: CanaryWorld) => Promise<T>): Promise<T> {
  const world = await openCanaryWorld(organisations);
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

async function onGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const prompts = await createPromptFiles(join(import.meta.dirname, '../../prompts'));
  const open = await openTestStores();
  try {
    await forgetDurability(open.database);
    return await work({ open, twin: createMemoryIndex(), prompts });
  } finally {
    await open.close();
  }
}

/** What is thrown away at the end need not survive a power cut: writing is most of the work here. */
async function forgetDurability(database: Database): Promise<void> {
  await sql`alter system set synchronous_commit = off`.execute(database);
  await sql`select pg_reload_conf()`.execute(database);
}

function townsFrom(first: number, many: number) {
  return Array.from({ length: many }, (_, at) => {
    const org = `t${first + at}`;
    const [town] = fc.sample(randomTown(org), { numRuns: 1, seed: first + at });
    if (!town) throw new Error('no town');
    return { org, town };
  });
}

/** Prints the smallest town like this one that is still wrong. */
async function shrink(org: string): Promise<void> {
  await onGround(async (ground) => {
    let run = 0;
    const property = fc.asyncProperty(randomTown(org), async (town) => {
      run += 1;
      // The names of its documents follow from that of the organisation: a new one for each try.
      const [compared] = await compareTowns(ground, [{ org: `${org}r${run}`, town }]);
      return compared?.wrong.length === 0;
    });
    const { counterexample, numShrinks } = await fc.check(property, {
      seed: Number(org.slice(1)),
      numRuns: 50,
    });
    console.error(`shrunk ${numShrinks} times: ${JSON.stringify(counterexample)}`);
  });
}
