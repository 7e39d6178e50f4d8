import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { seededRandom } from '../../../src/core/evaluation/score/random.ts';
import type { Scope } from '../../../src/core/scope.ts';
import {
  aSubmission,
  aVersion,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';
import { applyTown } from './town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, ['bruno']);
});

const stateFor = async (user: string, scope: Scope) =>
  open.stores.library.summarise(await authoriseCaller(open.stores, { org, user }), scope);
const summaryFor = async (user: string, scope: Scope) => {
  const { newestAt: _, ...summary } = await stateFor(user, scope);
  return summary;
};

const countRows = () =>
  open.database.selectFrom('document_count').selectAll().where('org', '=', org).execute();

/** The same, told by looking at each document. */
async function lookedAt(user: string, scope: Scope) {
  const { documents } = open.stores;
  const within = await authoriseCaller(open.stores, { org, user });
  const rows = await open.stores.library.list(within, { limit: 1_000 });
  const seen = rows.filter(
    ({ id, path, space }) =>
      (!scope.spaces || scope.spaces.includes(space)) &&
      (!scope.documents || scope.documents.includes(id)) &&
      (!scope.folders || scope.folders.some((folder) => path.startsWith(`${folder}/`))),
  );
  const standing = await Promise.all(seen.map(({ id }) => documents.findWork({ org, id })));
  const isLive = await sql<{ id: string; live: boolean; languages: string[] }>`
    select id, live_version = wanted_version as live, languages from document where org = ${org}`.execute(
    open.database,
  );
  const live = new Map(isLive.rows.map((row) => [row.id, row]));
  const found = seen.filter(
    ({ id, state }) => ['searchable-words', 'searchable'].includes(state) && live.get(id)?.live,
  );
  const is = (...states: string[]) => seen.filter((_, at) => states.includes(standing[at]?.state ?? ''));
  const encrypted = seen.filter(({ reason }) => reason === 'encrypted').length;
  return {
    summary: {
      documents: found.length,
      queued: is('queued', 'fetching', 'parsing').length,
      failed: is('failed', 'skipped').length - encrypted,
      encrypted,
      excluded: 0,
    },
    languages: [...new Set(found.flatMap(({ id }) => live.get(id)?.languages ?? []))].sort(),
  };
}

test.each([
  1, 2, 3,
])('R02: after any history, counts of a scope are those of the documents that the caller may read (seed %i)', async (seed) => {
  const random = seededRandom(seed);
  const pick = <One>(from: readonly One[]) => from[Math.floor(random() * from.length)] as One;
  const { documents } = open.stores;
  const classes = {
    mairie: await classFor(open.stores, org, 'space:mairie'),
    rh: await classFor(open.stores, org, 'space:rh'),
  };
  const paths = ['a/b', 'a/b/c', 'a0', 'a', 'é', 'a.b'];
  const held: string[] = [];
  for (let step = 0; step < 120; step += 1) {
    const space = pick(['mairie', 'rh'] as const);
    const name = `n${Math.floor(random() * 12)}`;
    const submission = aSubmission({
      org,
      accessClass: classes[space],
      externalId: name,
      text: `${random()}`,
      space,
      path: `${pick(paths)}/${name}.md`,
    });
    const { id, version } = await documents.submit(submission);
    held.push(id);
    const key = { org, id };
    if (random() < 0.7) await documents.beginWork(key, version);
    const end = random();
    if (end < 0.5) {
      const text = aVersion(id, { title: name, text: 'Un texte.' });
      await documents.publish(key, version, { ...text, languages: pick([['fr'], ['fr', 'en'], ['en']]) });
      if (random() < 0.8) await documents.markSearchable(key, version, 'searchable-words');
    } else if (end < 0.75)
      await documents.settle(key, version, {
        state: pick(['skipped', 'failed']),
        reason: pick(['encrypted', 'internal-error']),
      });
    if (random() < 0.1) await documents.remove(org, [pick(held)]);
    if (random() < 0.2) await Promise.all([documents.foldCounts(org), documents.foldCounts(org)]);
  }
  const scopes: Scope[] = [
    {},
    { spaces: ['rh'] },
    { folders: ['a'] },
    { folders: ['a', 'a/b', 'é'], spaces: ['mairie'] },
    { documents: held.slice(0, 30) },
    { documents: [...held.slice(0, 9), 'no-uuid'], folders: ['a/b'] },
  ];
  for (const user of ['alice', 'bruno', 'nobody'])
    for (const scope of scopes)
      expect(await summaryFor(user, scope), `${user} ${JSON.stringify(scope)}`).toEqual(
        await lookedAt(user, scope),
      );
  expect((await summaryFor('bruno', {})).summary.documents).toBeGreaterThan(0);
  await documents.foldCounts(org);
  const rows = await countRows();
  expect(
    new Set(rows.map(({ documents: _documents, newest_at: _newest, ...alike }) => JSON.stringify(alike)))
      .size,
  ).toBe(rows.length);
  await documents.remove(org, held);
  await documents.foldCounts(org);
  expect(await countRows()).toEqual([]);
});

test('R02: how fresh a scope is tells of what the caller may find there alone, also once counts are folded', async () => {
  const { documents, library } = open.stores;
  const publish = async (space: 'mairie' | 'rh', name: string) => {
    const accessClass = await classFor(open.stores, org, `space:${space}`);
    const text = `Texte de ${name}.`;
    const submission = aSubmission({ org, accessClass, externalId: name, text, space, path: `a/${name}` });
    const { id } = await publishText(open.stores, submission, text);
    const { rows } = await sql<{
      at: Date;
    }>`select changed_at as at from document where org = ${org} and id = ${id}`.execute(open.database);
    return { id, at: rows[0]?.at };
  };
  const newest = async (user: string, scope: Scope) => (await stateFor(user, scope)).newestAt;
  expect(await newest('bruno', {})).toBeNull();
  const mairie = await publish('mairie', 'note.md');
  const rh = await publish('rh', 'prime.md');
  for (const step of ['counted', 'folded']) {
    if (step === 'folded') await documents.foldCounts(org);
    expect(await newest('bruno', {}), step).toEqual(rh.at);
    expect(await newest('bruno', { spaces: ['mairie'] }), step).toEqual(mairie.at);
    // alice is no member of rh: what came there later changes nothing for her.
    expect(await newest('alice', {}), step).toEqual(mairie.at);
    expect(await newest('alice', { documents: [rh.id] }), step).toBeNull();
    expect(await newest('bruno', { documents: [rh.id] }), step).toEqual(rh.at);
    expect(await newest('alice', { folders: ['a'] }), step).toEqual(mairie.at);
  }
  await documents.remove(org, [mairie.id]);
  expect(await newest('alice', {})).toBeNull();
  expect(
    await library.find(await authoriseCaller(open.stores, { org, user: 'alice' }), mairie.id),
  ).toBeNull();
});
