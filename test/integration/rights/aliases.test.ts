import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normaliseAccessRule } from '../../../src/core/access/access-rule.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type AliasPair, aliasId } from '../../../src/core/find/alias.ts';
import { aliasKeysOf } from '../../../src/core/find/alias-keys.ts';
import { addAlias, removeAlias, setAliasHidden } from '../../../src/core/find/manage-aliases.ts';
import { naiveMayRead, naivePrincipals, type World } from '../../support/naive-rights.ts';
import { randomWorld } from '../../support/random-world.ts';
import { aSubmission, aVersion, openTestStores, type TestStores } from '../../support/test-stores.ts';

const worldCount = 80;
const callers = ['a', 'b', 'c', 'd', 'nobody'];
/** One acronym for all, two long forms; each document of a world teaches one pair, some of them the same. */
const pairs: readonly AliasPair[] = [
  { acronym: 'CST', expansion: 'comité social territorial' },
  { acronym: 'CST', expansion: 'contrôle scientifique et technique' },
  { acronym: 'PLU', expansion: 'plan local d’urbanisme' },
];
const question = 'avis du CST sur le plan local d’urbanisme, ou contrôle scientifique et technique';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

const pairOf = (rule: number): AliasPair => pairs[rule % pairs.length] ?? { acronym: '', expansion: '' };

async function placeWorld(org: string, world: World): Promise<void> {
  const { database, stores } = open;
  await database.insertInto('organisation').values({ id: org, title: org }).execute();
  await database.insertInto('space').values({ org, id: 'a', title: 'A', sensitivity: 'interne' }).execute();
  await database
    .insertInto('app_user')
    .values(world.users.map((id) => ({ org, id, name: id, title: null })))
    .execute();
  if (world.memberships.length > 0)
    await database
      .insertInto('membership')
      .values(world.memberships.map((row) => ({ org, ...row })))
      .execute();
  for (const [at, rule] of world.rules.entries()) {
    const accessClass = await stores.access.ensureAccessClass(org, rule);
    const externalId = `${at}.md`;
    const { id, version } = await stores.documents.submit(
      aSubmission({ org, space: 'a', accessClass, externalId, text: externalId }),
    );
    await stores.documents.beginWork({ org, id }, version);
    const { acronym, expansion } = pairOf(at);
    const taught = aVersion(id, { title: 'T', text: `Le ${expansion} (${acronym}) est ici.` });
    expect(taught.aliases).toHaveLength(1);
    await stores.documents.publish({ org, id }, version, taught);
    await stores.documents.markSearchable({ org, id }, version, 'searchable-words');
  }
}

/** Pairs with how many documents that the caller may read teach them, by the naive evaluator. */
function taughtTo(world: World, org: string, user: string): Map<string, number> {
  const principals = naivePrincipals(world, org, user);
  const counts = new Map<string, number>();
  for (const [at, rule] of world.rules.entries()) {
    const id = aliasId(org, pairOf(at));
    if (naiveMayRead(rule, principals)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

test('R01, R02, R15: aliases come of readable documents alone, in questions and in the list, in random worlds', async () => {
  const worlds = fc.sample(randomWorld('ville'), { numRuns: worldCount, seed: 20_261_126 });
  let known = 0;
  let withheld = 0;
  for (const [number, drawn] of worlds.entries()) {
    const org = `w${number}`;
    const world: World = JSON.parse(JSON.stringify(drawn).replaceAll('org:ville', `org:${org}`));
    await placeWorld(org, { ...world, rules: world.rules.map(normaliseAccessRule) });
    const all = new Set(world.rules.map((_, at) => aliasId(org, pairOf(at))));
    for (const user of callers) {
      const within = await authoriseCaller(open.stores, { org, user });
      const expected = taughtTo(world, org, user);
      const said = `${org}/${user} ${JSON.stringify(world)}`;
      const found = await open.stores.aliases.find(within, aliasKeysOf(question));
      expect(new Map(found.map((alias) => [aliasId(org, alias), alias.documents])), said).toEqual(expected);
      const listed = await open.stores.aliases.list(within, { limit: 100 });
      expect(new Map(listed.map(({ id, documents }) => [id, documents])), said).toEqual(expected);
      for (const id of all) {
        const shown = await open.stores.aliases.show(within, id);
        expect(shown !== null, said).toBe(expected.has(id));
        if (expected.has(id)) known += 1;
        else withheld += 1;
      }
    }
  }
  // Both answers are common.
  expect(known).toBeGreaterThan(100);
  expect(withheld).toBeGreaterThan(100);
}, 120_000);

test('R14: what was learned from forbidden documents alone is missing, whatever is done with it', async () => {
  const org = 'secret';
  const world: World = {
    users: ['a', 'b'],
    memberships: [],
    rules: [{ allow: ['user:b'], restrictedTo: [], deny: [] }],
  };
  await placeWorld(org, world);
  const { aliases } = open.stores;
  const within = await authoriseCaller(open.stores, { org, user: 'a' });
  const forbidden = aliasId(org, pairOf(0));
  const missing = aliasId(org, { acronym: 'ZZ', expansion: 'zone zéro' });
  for (const id of [forbidden, missing, 'no id', '']) {
    await expect(setAliasHidden({ aliases }, within, id, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(setAliasHidden({ aliases }, within, id, false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(removeAlias({ aliases }, within, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  // Entering what a forbidden document teaches says nothing of it.
  expect(await addAlias({ aliases }, within, pairOf(0))).toMatchObject({ status: 'added', documents: 0 });
  expect(await aliases.find(within, aliasKeysOf('CST'))).toEqual([
    { ...pairOf(0), documents: expect.any(Number) },
  ]);
});
