import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLibrary } from '../../../src/adapters/postgres/library.ts';
import type { AccessFilter } from '../../../src/core/access/access-filter.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Library } from '../../../src/ports/library.ts';
import { anOrganisation, classFor, openTestStores, type TestStores } from '../../support/test-stores.ts';

const org = 'bellerive';
let open: TestStores;
let within: AccessFilter;
beforeAll(async () => {
  open = await openTestStores();
  const names = Array.from({ length: 20 }, (_, at) => `space${at}`);
  const spaces = Object.fromEntries(
    [...names, 'secret'].map((name, at) => [
      name,
      { title: name, members: [at < 10 ? 'user:alice' : 'user:bruno'] },
    ]),
  );
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org, spaces }), 'test');
  for (const name of names) await fill(name, 300);
  await fill('secret', 3_000);
  await sql`analyze document`.execute(open.database);
  within = await authoriseCaller(open.stores, { org, user: 'alice' });
});
afterAll(() => open.close());

/** Documents with a question each, in a folder of the name of their space. */
async function fill(space: string, count: number): Promise<void> {
  const accessClass = await classFor(open.stores, org, `space:${space}`);
  await sql`
    insert into document (org, id, source, external_id, space, access_class, title, path, sensitivity, state, live_version,
                          wanted_version, sha256, bytes, modified_at)
    select ${org}, gen_random_uuid(), 'folder', ${space} || '/' || n, ${space}, ${accessClass}::int, 'Note',
           ${space} || '/' || n || '.md', 'interne', 'searchable-words', 1, 1, repeat('0', 64), 1, now()
      from generate_series(1, ${count}::int) n`.execute(open.database);
  await sql`
    insert into suggestion select org, id, 0, 'Quand ?' from document where org = ${org} and space = ${space}`.execute(
    open.database,
  );
}

type Node = { readonly Plans?: readonly Node[] } & Readonly<Record<string, unknown>>;

/** How many rows of documents a reading passes by, by what the planner says that it did. */
async function passedBy(read: (library: Library) => Promise<unknown>): Promise<number> {
  const asked: CompiledQuery[] = [];
  const watch: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push(open.database.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await read(createLibrary(open.database.withPlugin(watch)));
  const [query] = asked;
  if (!query) throw new Error('nothing was asked');
  const explained = CompiledQuery.raw(`explain (analyze, format json) ${query.sql}`, [...query.parameters]);
  const { rows } = await open.database.executeQuery<{ 'QUERY PLAN': readonly [{ Plan: Node }] }>(explained);
  const count = ({ Plans = [], ...node }: Node): number => {
    const numbers = ['Actual Rows', 'Rows Removed by Filter'].map((name) => Number(node[name] ?? 0));
    const own = node['Relation Name'] === 'document' ? (numbers[0] ?? 0) + (numbers[1] ?? 0) : 0;
    return own * Number(node['Actual Loops'] ?? 1) + Plans.reduce((sum, one) => sum + count(one), 0);
  };
  return Math.round(count(rows[0]?.['QUERY PLAN'][0].Plan ?? {}));
}

test.each<[string, (library: Library, name: { space: string; folder: string }) => Promise<unknown>]>([
  ['the documents of a space', (library, { space }) => library.list(within, { limit: 50, space })],
  ['words in a space', (library, { space }) => library.list(within, { limit: 50, space, words: ['zz'] })],
  ['the documents of a folder', (library, { folder }) => library.list(within, { limit: 50, folder })],
  ['what a folder holds', (library, { folder }) => library.summarise(within, { folders: [folder] })],
  ['questions of a space', (library, { space }) => library.suggest(within, { space }, 10)],
])('R14: to look for %s passes by no more where all is hidden than where nothing is', async (_what, read) => {
  const hidden = await passedBy((library) => read(library, { space: 'secret', folder: 'secret' }));
  const absent = await passedBy((library) => read(library, { space: 'absent', folder: 'absent' }));
  expect(hidden).toBe(absent);
  expect(hidden).toBeLessThan(10);
});

test('R14: words are looked for in what may be read alone', async () => {
  const readable = 10 * 300;
  expect(await passedBy((library) => library.list(within, { limit: 50, words: ['zz'] }))).toBe(readable);
});
