import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { aDocument, anEvent, type SmallEvent } from '../../support/small-workplace.ts';
import { aSubmission, aVersion, openTestStores, type TestStores } from '../../support/test-stores.ts';

const org = 'ormeval';
let open: TestStores;
let source: Source;
beforeAll(async () => {
  open = await openTestStores();
  await open.database.insertInto('organisation').values({ id: org, title: 'Ormeval' }).execute();
  ({ source } = await saveSource(open.stores, { org, id: 'travail' }, { directory: true }, null));
  await hear([
    anEvent('user.upserted', 'user/olga', { name: 'Olga' }),
    anEvent('user.upserted', 'user/gil', { name: 'Gil', guest: true }),
    anEvent('space.created', 'space/42', { title: 'Commun' }),
    anEvent('space.members.snapshot', 'space/42', { members: ['user:olga', 'user:gil'] }),
  ]);
}, 60_000);
afterAll(() => open?.close());

const file = { dataref: 'https://travail.example/f', size: 3, sha256: 'a'.repeat(64) };
async function hear(events: readonly SmallEvent[]): Promise<void> {
  const heard = await receiveEvents({ ...open.stores, clock: () => new Date() }, source, events);
  expect(heard.map(({ outcome }) => outcome)).toEqual(events.map(() => 'applied'));
}
const idOfItem = async (id: string) =>
  (await open.stores.workplace.findItem(source, id))?.documentId as string;
const publish = async (id: string, text: string) => {
  const { rows } = await sql<{ version: number }>`
    update document set awaits_bytes = false, state = 'parsing' where org = ${org} and id = ${id}
    returning wanted_version as version`.execute(open.database);
  const published = aVersion(id, { title: text, text });
  expect(await open.stores.documents.publish({ org, id }, rows[0]?.version ?? 0, published)).toBe(true);
};
const readableBy = async (user: string, ids: readonly string[]) => {
  const within = await authoriseCaller(open.stores, { org, user });
  return [...(await open.stores.library.findReadable(within, ids)).keys()];
};

test('R13: what is attached to a document goes with its text when that becomes encrypted from end to end', async () => {
  await hear([aDocument('courriel', file)]);
  const parent = await idOfItem('courriel');
  const { rows } = await sql<{
    access_class: number;
    source: string;
  }>`select access_class, source from document where id = ${parent}`.execute(open.database);
  const { id: child } = await open.stores.documents.submit(
    aSubmission({
      org,
      space: '42',
      source: rows[0]?.source ?? '',
      externalId: 'courriel!a.txt',
      parentId: parent,
      accessClass: rows[0]?.access_class ?? 0,
      text: 'La pièce jointe secrète.',
    }),
  );
  await publish(child, 'La pièce jointe secrète.');
  const chunks = async () =>
    (await sql`select text from chunk where org = ${org} and text like '%secrète%'`.execute(open.database))
      .rows.length;
  expect(await chunks()).toBe(1);
  await hear([aDocument('courriel', file, { encryption: 'e2ee' })]);
  expect(await chunks()).toBe(0);
  expect(await readableBy('olga', [child])).toEqual([]);
});

test('R70: of an erased document a workplace leaves no word, whatever it says of it afterwards', async () => {
  await hear([
    aDocument('canari', file, {
      title: 'Canari jaune',
      path: 'Canari jaune.md',
      url: 'https://t.example/Canari',
    }),
  ]);
  await open.stores.erasures.eraseDocument(org, await idOfItem('canari'), {
    erasureId: crypto.randomUUID(),
    user: null,
  });
  const words = async () =>
    (
      await sql`select * from item where org = ${org} and (to_jsonb(item)::text ilike '%canari jaune%')`.execute(
        open.database,
      )
    ).rows.length;
  expect(await words()).toBe(0);
  await hear([
    aDocument(
      'canari',
      { ...file, sha256: 'b'.repeat(64) },
      { title: 'Canari jaune', path: 'Canari jaune.md' },
    ),
  ]);
  expect(await words()).toBe(0);
});

test('R71: rights of a folder do not bring back what was erased, not even when its tombstone has gone', async () => {
  const inherited = { folderPath: ['f1'], acl: { allow: ['space:42'], inherited: true } };
  await hear([aDocument('effacé', file, inherited), aDocument('autre', file, inherited)]);
  const id = await idOfItem('effacé');
  await open.stores.erasures.eraseDocument(org, id, { erasureId: crypto.randomUUID(), user: null });
  await open.stores.erasures.dropTombstones(org, new Date(Date.now() + 1_000));
  await hear([
    anEvent('folder.acl.changed', 'folder/f1', { space: '42', acl: { allow: ['user:olga'] }, aclVersion: 2 }),
  ]);
  expect(await readableBy('olga', [id, await idOfItem('autre')])).toEqual([await idOfItem('autre')]);
});

test('R07: guests lose an answer that is under way when their organisation excludes them', async () => {
  await hear([aDocument('page', file)]);
  const id = await idOfItem('page');
  await publish(id, 'Une page.');
  const use = { user: 'gil', id, version: null };
  expect(await open.stores.watching.library.lostUses(org, [use])).toEqual([]);
  await hear([anEvent('org.policy.changed', 'org', { guests: 'excluded' })]);
  expect(await readableBy('gil', [id])).toEqual([]);
  expect(await open.stores.watching.library.lostUses(org, [use])).toHaveLength(1);
});

test('R08: whom a workplace names as author of a document gets no right, and no title, by that', async () => {
  await hear([
    anEvent('space.created', 'space/43', { title: 'Fermé' }),
    aDocument('note', file, {
      space: '43',
      acl: { allow: ['space:43'] },
      createdBy: 'olga',
      title: 'Titre caché',
    }),
  ]);
  expect(JSON.stringify(await open.stores.people.listUploads(org, 'olga'))).not.toContain('Titre caché');
  await hear([aDocument('note2', file, { createdBy: 'olga' })]);
  const within = await authoriseCaller(open.stores, { org, user: 'olga' });
  expect((await open.stores.library.find(within, await idOfItem('note2')))?.mayChange).toBe(false);
});

test('R19: a key of one source learns nothing of the documents of another one', async () => {
  const { source: other } = await saveSource(open.stores, { org, id: 'wiki' }, {}, null);
  await hear([aDocument('theirs', file)]);
  const theirs = await idOfItem('theirs');
  const known = async (id: string) => [
    ...(await open.stores.workplace.findDocumentIds(org, id, ['theirs', theirs])).keys(),
  ];
  expect((await known(source.id)).sort()).toEqual(['theirs', theirs].sort());
  expect(await known(other.id)).toEqual([]);
});
