import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAddressPolicy } from '../../../src/adapters/outgoing-http/address-policy.ts';
import { createWorkplaceClient } from '../../../src/adapters/outgoing-http/workplace-client.ts';
import { secretContext } from '../../../src/core/workplace/authenticate-source.ts';
import { deliverReceipts } from '../../../src/core/workplace/deliver-receipts.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import type { Organisation } from '../../simulator/organisation.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const tenants = ['ordre', 'attente', 'fin', 'muet', 'prive'];
const { signal } = new AbortController();
const client = createWorkplaceClient(() => true);
let open: TestStores;
let workplace: Workplace;
let now = new Date();

beforeAll(async () => {
  [open, workplace] = await Promise.all([openTestStores(), openWorkplace(tenants)]);
}, 60_000);
afterAll(async () => {
  client.close();
  await workplace?.close();
  await open?.close();
});
beforeEach(() => {
  now = new Date();
});

const tell = (source: Source, calling = client) =>
  deliverReceipts(
    { ...open.stores, client: calling, clock: () => now, logger: { warn: () => {} } },
    source,
    signal,
  );
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const hear = async (source: Source, organisation: Organisation) =>
  receiveEvents({ ...open.stores, clock: () => new Date() }, source, await organisation.history());
const become = (source: Source, item: string, state: string, reason: string | null = null) =>
  sql`update document set state = ${state}, reason = ${reason} where org = ${source.org} and external_id = ${item}`.execute(
    open.database,
  );
const waiting = async ({ org }: Source) =>
  (await sql`select id from receipt where org = ${org}`.execute(open.database)).rows.length;
const told = ({ receipts }: Organisation) =>
  receipts.received.map(({ type, subject, data }) => [
    type.split('.').at(-2),
    subject,
    data.contentVersion,
    data.reason,
  ]);

/** A source that wants receipts, with one encrypted and one readable document. */
async function aSource(name: string): Promise<{ source: Source; organisation: Organisation }> {
  const organisation = workplace.organisation(name);
  await open.database.insertInto('organisation').values({ id: name, title: name }).execute();
  const key = { org: name, id: 'travail' };
  const input = { directory: true, receiptsUrl: organisation.receiptsUrl };
  const { source } = await saveSource(open.stores, key, input, null);
  const id = randomUUID();
  const sealed = open.stores.secretBox.seal(organisation.secret, secretContext(name, 'travail', id));
  await open.stores.sources.addSecret(name, 'travail', { id, sealed }, { keep: 2 });
  await organisation.createSpace('1');
  await organisation.putDocument({ id: 'coffre', space: '1', content: 'x', encryption: 'e2ee' });
  await organisation.putDocument({ id: 'note', space: '1', title: 'TITRE', content: 'Un texte.' });
  await hear(source, organisation);
  return { source, organisation };
}

test('says in order what became of documents, signed, without a word of them', async () => {
  const { source, organisation } = await aSource('ordre');
  await become(source, 'note', 'parsing');
  await become(source, 'note', 'searchable-words');
  await become(source, 'note', 'searchable');
  await become(source, 'note', 'failed', 'too-large');
  await organisation.deleteDocument('note');
  await hear(source, organisation);
  await tell(source);
  expect(told(organisation)).toEqual([
    ['skipped', 'doc/coffre', 1, 'end-to-end-encrypted'],
    ['indexed', 'doc/note', 1, null],
    ['failed', 'doc/note', 1, 'too-large'],
    ['removed', 'doc/note', 1, null],
  ]);
  expect(organisation.receipts.refused()).toBe(0);
  expect(JSON.stringify(organisation.receipts.received)).not.toContain('TITRE');
  expect(await waiting(source)).toBe(0);
  await tell(source);
  expect(organisation.receipts.received).toHaveLength(4);
});

test('waits as long as it is told, then longer each time, and repeats a delivery by the same id', async () => {
  const { source, organisation } = await aSource('attente');
  organisation.receipts.answer(503, { times: 2, retryAfter: '30' });
  await tell(source);
  later(29_000);
  await tell(source);
  const deliveries = () => [...organisation.receipts.deliveries.values()];
  expect(deliveries()).toEqual([1]);
  later(2_000);
  await tell(source);
  later(31_000);
  await tell(source);
  expect(deliveries()).toEqual([3]);
  expect(told(organisation)).toEqual([['skipped', 'doc/coffre', 1, 'end-to-end-encrypted']]);
});

test('ends for good with 410, until there is another address, and says so', async () => {
  const { source, organisation } = await aSource('fin');
  organisation.receipts.answer(410);
  await tell(source);
  await become(source, 'note', 'searchable-words');
  await tell(source);
  expect(await waiting(source)).toBe(0);
  expect(organisation.receipts.received).toEqual([]);
  expect((await open.stores.reconciliation.read(source)).receiptsEndedAt).toEqual(now);
  const receiptsUrl = `${organisation.receiptsUrl}?again`;
  const { source: moved } = await saveSource(open.stores, source, { receiptsUrl }, null);
  await become(source, 'note', 'failed', 'content-gone');
  await tell(moved);
  expect(told(organisation)).toEqual([['failed', 'doc/note', 1, 'content-gone']]);
});

test('forgets what is older than a day', async () => {
  const { source, organisation } = await aSource('muet');
  later(24 * 60 * 60 * 1000 + 60_000);
  await tell(source);
  expect(organisation.receipts.received).toEqual([]);
  expect(await waiting(source)).toBe(0);
});

test('R51: is sent to no network that is not open', async () => {
  const { source, organisation } = await aSource('prive');
  const strict = createWorkplaceClient(createAddressPolicy([]));
  await tell(source, strict);
  strict.close();
  expect(organisation.receipts.deliveries.size).toBe(0);
  expect(await waiting(source)).toBe(1);
});
