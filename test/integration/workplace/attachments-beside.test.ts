import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import { aDocument, anEvent, type SmallEvent } from '../../support/small-workplace.ts';
import { aSubmission, openTestStores, type TestStores } from '../../support/test-stores.ts';

const org = 'ormeval';
const file = { dataref: 'https://travail.example/f', size: 3, sha256: 'a'.repeat(64) };
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  await open.database.insertInto('organisation').values({ id: org, title: 'Ormeval' }).execute();
}, 60_000);
afterAll(() => open?.close());

test('R77: a delivery that changes a space with its documents, and attachments that are written into it, do not block each other', async () => {
  const { source } = await saveSource(open.stores, { org, id: 'travail' }, { directory: true }, null);
  const hear = (events: readonly SmallEvent[]) =>
    receiveEvents({ ...open.stores, clock: () => new Date() }, source, events);
  const all = (round: number) =>
    Array.from({ length: 40 }, (_, at) => aDocument(`d${at}`, file, { path: `${round}/${at}.md` }));
  await hear([anEvent('space.created', 'space/42', { title: 'Commun' }), ...all(0)]);
  const { rows } = await sql<{ id: string; accessClass: number; source: string }>`
    select id, access_class as "accessClass", source from document where org = ${org}`.execute(open.database);

  const attach = async (name: string) => {
    for (const { id, ...parent } of rows)
      await open.stores.documents.submit(
        aSubmission({ ...parent, org, space: '42', externalId: `${id}!${name}`, parentId: id }),
      );
  };
  const tell = async () => {
    for (let round = 1; round <= 8; round += 1)
      await hear([anEvent('space.updated', 'space/42', { title: `Commun ${round}` }), ...all(round)]);
  };
  await expect(Promise.all([attach('a'), attach('b'), tell(), tell()])).resolves.toBeDefined();
});
