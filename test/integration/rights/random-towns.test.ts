import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { createMemoryIndex } from '../../../src/adapters/memory/search-index.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { compareTowns, type Ground } from '../../support/rights/compare-towns.ts';
import { randomTown } from '../../support/rights/random-town.ts';
import { openTestStores } from '../../support/test-stores.ts';

const seed = 20_261_126;
const count = 60;

let ground: Ground;
beforeAll(async () => {
  const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));
  ground = { open: await openTestStores(), twin: createMemoryIndex(), prompts };
});
afterAll(() => ground.open.close());

const townsFrom = (first: number, many: number) =>
  Array.from({ length: many }, (_, at) => {
    const org = `t${first + at}`;
    const [town] = fc.sample(randomTown(org), { numRuns: 1, seed: first + at });
    if (!town) throw new Error('no town');
    return { org, town };
  });

test(`R01, R02, R15: forbidden documents leave no trace in ${count} random towns (10,000 at night), from seed ${seed} on`, async () => {
  const compared = await compareTowns(ground, townsFrom(seed, count));
  expect(compared.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  const sum = (of: 'readable' | 'forbidden' | 'found' | 'prompts') =>
    compared.reduce((total, one) => total + one[of], 0);
  // The towns are no triviality: people read some, not all, find things, and models are asked.
  for (const of of ['readable', 'forbidden', 'found', 'prompts'] as const)
    expect([of, sum(of) > count / 2]).toEqual([of, true]);
});

test('R01: the comparison sees a gate that lets a forbidden document through', async () => {
  const { stores } = ground.open;
  // Everybody may read everything: the index and the gate ask for the rights of somebody else.
  const everybody = {
    ...stores,
    access: { ...stores.access, readableClasses: async (org: string) => classesOf(org) },
  };
  const leaky: Ground = { ...ground, open: { ...ground.open, stores: everybody } };
  const compared = await compareTowns(leaky, townsFrom(7_000, 10));
  expect(compared.some(({ wrong }) => wrong.some((what) => what.startsWith('candidate')))).toBe(true);

  async function classesOf(org: string): Promise<number[]> {
    const rows = await ground.open.database
      .selectFrom('access_class')
      .select('id')
      .where('org', '=', org)
      .execute();
    return rows.map(({ id }) => id);
  }
  expect((await authoriseCaller(stores, { org: 't7000', user: 'nobody' })).accessClasses).toEqual([]);
});
