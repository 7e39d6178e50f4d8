import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normaliseAccessRule } from '../../../src/core/access/access-rule.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { uuidFrom } from '../../../src/core/document-id.ts';
import { naiveMayRead, naivePrincipals, type World } from '../../support/naive-rights.ts';
import { randomWorld } from '../../support/random-world.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const worldCount = 1_000;
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

test('R01: classes, documents and passages that SQL lets a caller read are those of the naive evaluator, in 1,000 random worlds', async () => {
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
  expect(readable).toBeGreaterThan(500);
  expect(withheld).toBeGreaterThan(500);
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
