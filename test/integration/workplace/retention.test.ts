import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { aDocument, type SmallEvent } from '../../support/small-workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
let source: Source;
beforeAll(async () => {
  open = await openTestStores();
  await open.database.insertInto('organisation').values({ id: 'ormeval', title: 'Ormeval' }).execute();
  ({ source } = await saveSource(open.stores, { org: 'ormeval', id: 'travail' }, {}, null));
}, 60_000);
afterAll(() => open?.close());

const file = { dataref: 'https://travail.example/f', size: 3, sha256: 'a'.repeat(64) };
const hear = (events: readonly SmallEvent[]) =>
  receiveEvents({ ...open.stores, clock: () => new Date() }, source, events);
const isThere = async (id: string) => (await open.stores.workplace.findItem(source, id))?.state !== null;
const inOneHour = new Date(Date.now() + 60 * 60 * 1000);

test('R70: a document is gone when its retention has ended, and not before; longer retention brings it back', async () => {
  const until = (retentionUntil: Date | null) => ({ retentionUntil: retentionUntil?.toISOString() ?? null });
  await hear([
    aDocument('court', file, until(inOneHour)),
    aDocument('long', file, until(new Date('2099-01-01T00:00:00Z'))),
    aDocument('toujours', file, until(null)),
  ]);
  const { endRetention } = open.stores.workplace;
  expect(await endRetention('ormeval', new Date(inOneHour.getTime() - 1))).toBe(0);
  expect(await isThere('court')).toBe(true);
  expect(await endRetention('ormeval', inOneHour)).toBe(1);
  expect(await isThere('court')).toBe(false);
  expect(await isThere('long')).toBe(true);
  expect(await isThere('toujours')).toBe(true);
  expect(await endRetention('ormeval', inOneHour), 'once').toBe(0);
  await hear([aDocument('court', file, until(new Date('2099-01-01T00:00:00Z')))]);
  expect(await isThere('court')).toBe(true);
});
