import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normaliseAccessRule } from '../../../src/core/access/access-rule.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { explainAccess } from '../../../src/core/access/explain-access.ts';
import { uuidFrom } from '../../../src/core/document-id.ts';
import { naiveMayRead, naivePrincipals, type World } from '../../support/naive-rights.ts';
import { randomWorld } from '../../support/random-world.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

/** 1,000 take ten seconds of processor time more: `RIGHTS_WORLDS=1000`. */
const worldCount = Number(process.env['RIGHTS_WORLDS'] ?? 300);
/** Everybody the worlds can name, and somebody they never do. */
const callers = ['a', 'b', 'c', 'd', 'nobody'];

type PlacedWorld = {
  readonly org: string;
  readonly world: World;
  /** One document of one chunk for each rule, in the order of `world.rules`. */
  readonly classIds: readonly number[];
  readonly documentIds: readonly string[];
  readonly chunkIds: readonly string[];
};

let open: TestStores;
let placed: readonly PlacedWorld[];

beforeAll(async () => {
  open = await openTestStores();
  const worlds = Array.from({ length: worldCount }, (_, number) => {
    const org = `w${number}`;
    const [world] = fc.sample(randomWorld(org), { numRuns: 1, seed: 20_261_124 + number });
    if (!world) throw new Error('no world');
    return { org, world: { ...world, rules: withoutEqualRules(world) } };
  });
  placed = [];
  for (let from = 0; from < worlds.length; from += 250)
    placed = [...placed, ...(await placeAll(worlds.slice(from, from + 250)))];
});
afterAll(() => open.close());

/** Rules of equal readers share one class, so a world keeps one of them. */
function withoutEqualRules(world: World): World['rules'] {
  const rules = world.rules.map(normaliseAccessRule);
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** Writes worlds as organisations, each rule with a readable document, in one statement per table. */
async function placeAll(worlds: readonly { org: string; world: World }[]): Promise<PlacedWorld[]> {
  const { database } = open;
  const rowsOf = <T>(row: (org: string, world: World) => T[]) =>
    worlds.flatMap(({ org, world }) => row(org, world));
  await database
    .insertInto('organisation')
    .values(worlds.map(({ org }) => ({ id: org, title: org })))
    .execute();
  await database
    .insertInto('space')
    .values(worlds.map(({ org }) => ({ org, id: 'a', title: 'A', sensitivity: 'interne' as const })))
    .execute();
  await database
    .insertInto('app_user')
    .values(rowsOf((org, { users }) => users.map((id) => person(org, id))))
    .execute();
  const memberships = rowsOf((org, world) => world.memberships.map((row) => ({ org, ...row })));
  await database.insertInto('membership').values(memberships).execute();
  const classes = await database
    .insertInto('access_class')
    .values(
      rowsOf((org, { rules }) =>
        rules.map(({ allow, restrictedTo, deny }) => ({
          org,
          allow: [...allow],
          restricted_to: [...restrictedTo],
          deny: [...deny],
        })),
      ),
    )
    .returning(['org', 'id', 'allow', 'restricted_to', 'deny'])
    .execute();
  const classIds = new Map(
    classes.map(({ org, id, ...rule }) => [keyOf(org, rule.allow, rule.restricted_to, rule.deny), id]),
  );
  const result = worlds.map(({ org, world }): PlacedWorld => {
    const ids = world.rules.map(
      (rule) => classIds.get(keyOf(org, rule.allow, rule.restrictedTo, rule.deny)) ?? 0,
    );
    return {
      org,
      world,
      classIds: ids,
      documentIds: ids.map((id) => uuidFrom(org, String(id))),
      chunkIds: ids.map((id) => uuidFrom(org, 'chunk', String(id))),
    };
  });
  await placeDocuments(result);
  return result;
}

const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts);
const person = (org: string, id: string) => ({ org, id, name: id, title: null });

async function placeDocuments(worlds: readonly PlacedWorld[]): Promise<void> {
  const { database } = open;
  const documents = worlds.flatMap(({ org, classIds, documentIds, chunkIds }) =>
    classIds.map((accessClass, i) => ({
      org,
      accessClass,
      id: documentIds[i] ?? '',
      chunkId: chunkIds[i] ?? '',
    })),
  );
  const place = { headings: [] as string[], language: 'fr' as const, start_offset: 0, end_offset: 5 };
  await database
    .insertInto('document')
    .values(
      documents.map(({ org, id, accessClass }) => ({
        org,
        id,
        source: 'test',
        external_id: id,
        parent_id: null,
        space: 'a',
        access_class: accessClass,
        title: 'T',
        path: id,
        url: null,
        sensitivity: 'interne' as const,
        state: 'searchable-words' as const,
        reason: null,
        live_version: 1,
        wanted_version: 1,
        sha256: '0',
        bytes: 1,
        format: null,
        created_by: null,
        modified_at: new Date(0),
      })),
    )
    .execute();
  await database
    .insertInto('section')
    .values(
      documents.map(({ org, id }) => ({
        ...place,
        org,
        document_id: id,
        ordinal: 0,
        text: 'texte',
        tokens: 1,
      })),
    )
    .execute();
  await database
    .insertInto('chunk')
    .values(
      documents.map(({ org, id, chunkId }) => ({
        ...place,
        org,
        id: chunkId,
        document_id: id,
        version: 1,
        ordinal: 0,
        section_ordinal: 0,
        text: 'texte',
        text_hash: chunkId,
        tokens: 1,
      })),
    )
    .execute();
}

/** Positions of the rules that a caller may read, as the naive evaluator says. */
function naiveReadable({ org, world }: PlacedWorld, user: string): number[] {
  const principals = naivePrincipals(world, org, user);
  return world.rules.flatMap((rule, i) => (naiveMayRead(rule, principals) ? [i] : []));
}

test(`R01: classes, documents and passages that SQL lets a caller read are those of the naive evaluator, in ${worldCount} random worlds`, async () => {
  const { access, library } = open.stores;
  let readable = 0;
  let withheld = 0;
  for (const [number, mine] of placed.entries()) {
    const other = placed[(number + 1) % placed.length];
    if (!other) throw new Error('no neighbour');
    await Promise.all(
      callers.map(async (user) => {
        const within = await authoriseCaller({ access }, { org: mine.org, user });
        const expected = naiveReadable(mine, user);
        const at = (ids: readonly (string | number)[]) => expected.map((i) => ids[i]);
        const said = `${mine.org}/${user} ${JSON.stringify(mine.world)}`;
        expect([...within.accessClasses].sort(), said).toEqual(at(mine.classIds).sort());

        const passages = await library.readPassages(within, [...other.chunkIds, ...mine.chunkIds]);
        expect(
          passages.map(({ id }) => id),
          said,
        ).toEqual(at(mine.chunkIds));
        const found = await library.findReadable(within, [...other.documentIds, ...mine.documentIds]);
        expect([...found.keys()].sort(), said).toEqual(at(mine.documentIds).sort());
        readable += expected.length;
        withheld += mine.classIds.length - expected.length;
      }),
    );
  }
  // The worlds are no triviality: both answers are common.
  expect(readable).toBeGreaterThan(worldCount / 2);
  expect(withheld).toBeGreaterThan(worldCount / 2);
}, 180_000);

test('R17: a filter of one organisation finds nothing of another, even with the classes of the other in it', async () => {
  const { library } = open.stores;
  for (const [number, mine] of placed.slice(0, 100).entries()) {
    const other = placed[number + 1];
    if (!other) throw new Error('no neighbour');
    const within = await authoriseCaller(
      { access: { readableClasses: async () => other.classIds } },
      { org: mine.org, user: 'a' },
    );
    expect(await library.readPassages(within, other.chunkIds)).toEqual([]);
    expect((await library.findReadable(within, other.documentIds)).size).toBe(0);
    expect(await library.find(within, other.documentIds[0] ?? '')).toBeNull();
  }
});

test('R01: what is explained of a document is what the gate does, in random worlds with people, spaces and states of all kinds', async () => {
  const { stores, database } = open;
  const { library } = stores;
  // The other tests read the first worlds as they are: these are changed.
  const worlds = placed.slice(-worldCount / 5);
  for (const [number, { org, documentIds }] of worlds.entries()) {
    const change = <T extends object>(is: boolean, values: T) => (is ? values : null);
    const space = change(number % 5 === 1, { assistant_enabled: false });
    const town = change(number % 7 === 2, { assistant_off_at: new Date() });
    const late = change(number % 3 === 0, { wanted_version: 2, state: 'queued' as const });
    const shut = change(number % 4 === 3, { disabled_at: new Date() });
    if (space) await database.updateTable('space').set(space).where('org', '=', org).execute();
    if (town) await database.updateTable('organisation').set(town).where('id', '=', org).execute();
    if (late)
      await database
        .updateTable('document')
        .set(late)
        .where('org', '=', org)
        .where('id', '=', documentIds[0] ?? '')
        .execute();
    if (shut)
      await database.updateTable('app_user').set(shut).where('org', '=', org).where('id', '=', 'a').execute();
  }
  const told = { opens: 0, finds: 0, neither: 0 };
  for (const { org, world, documentIds, chunkIds } of worlds)
    for (const user of world.users) {
      const within = await authoriseCaller(stores, { org, user });
      for (const [at, document] of documentIds.entries()) {
        const { steps, ...verdict } = await explainAccess(stores, within, { user, document });
        const passages = await library.readPassages(within, [chunkIds[at] ?? '']);
        const gate = {
          mayOpen: (await library.find(within, document)) !== null,
          mayFind: passages.length > 0,
        };
        const said = `${org}/${user}/${at} ${JSON.stringify([world, steps])}`;
        expect(verdict, said).toEqual(gate);
        // The steps say it by themselves: nothing else decides.
        const assistant = new Set(['space-excluded', 'assistant-off', 'not-ready', 'not-read']);
        const refusing = steps.filter(({ passes }) => !passes).map(({ code }) => code);
        expect(refusing.length === 0, said).toBe(gate.mayFind);
        expect(
          refusing.every((code) => assistant.has(code)),
          said,
        ).toBe(gate.mayOpen);
        told[gate.mayFind ? 'finds' : gate.mayOpen ? 'opens' : 'neither'] += 1;
      }
    }
  for (const [what, count] of Object.entries(told)) expect([what, count > 20]).toEqual([what, true]);
}, 180_000);

test('R14 R17: a person or document that is not there, or of another organisation, is missing alike; asking is recorded', async () => {
  const { stores } = open;
  const [mine, other] = placed;
  if (!mine || !other) throw new Error('no worlds');
  const within = await authoriseCaller(stores, { org: mine.org, user: 'a' });
  const [document = ''] = mine.documentIds;
  const [user = ''] = mine.world.users;
  for (const asked of [
    { user: 'nobody', document },
    { user, document: other.documentIds[0] ?? '' },
    { user, document: 'a.md' },
    { user, document: uuidFrom('nothing') },
  ])
    await expect(explainAccess(stores, within, asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const before = (await stores.audit.list(mine.org, { limit: 10, order: 'latest' })).length;
  const { mayOpen, mayFind } = await explainAccess(stores, within, { user, document });
  const [record, ...rest] = await stores.audit.list(mine.org, { limit: 10, order: 'latest' });
  expect(rest).toHaveLength(before);
  expect(record).toMatchObject({ action: 'access-explained', details: { document, mayOpen, mayFind } });
  expect(JSON.stringify(record)).not.toContain(`"${user}"`);
});

test('a removed document is said to be removed', async () => {
  const { stores } = open;
  const mine = placed[5];
  if (!mine) throw new Error('no world');
  const [document = ''] = mine.documentIds;
  const [user = ''] = mine.world.users;
  await stores.documents.remove(mine.org, [document]);
  const within = await authoriseCaller(stores, { org: mine.org, user });
  expect(await explainAccess(stores, within, { user, document })).toMatchObject({
    mayOpen: false,
    mayFind: false,
    steps: [{ code: 'person-active' }, { code: 'document-removed', passes: false }],
  });
});
