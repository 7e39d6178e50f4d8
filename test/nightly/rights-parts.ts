import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { createPromptFiles } from '../../src/adapters/filesystem/prompt-files.ts';
import { createMemoryIndex } from '../../src/adapters/memory/search-index.ts';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { type Compared, compareTowns, type Ground } from '../support/rights/compare-towns.ts';
import { randomTown } from '../support/rights/random-town.ts';
import { openTestStores } from '../support/test-stores.ts';

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
export const parts: Readonly<Record<string, Part>> = { worlds };

/** So many at a time share one server, which is then thrown away: an index is not meant for ten thousand organisations. */
const townsAtOnce = 1_000;

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
