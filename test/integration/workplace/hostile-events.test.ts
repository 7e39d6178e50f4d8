import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { aDocument, anEvent, type SmallEvent } from '../../support/small-workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
let source: Source;
beforeAll(async () => {
  open = await openTestStores();
  await open.database.insertInto('organisation').values({ id: 'ormeval', title: 'Ormeval' }).execute();
  ({ source } = await saveSource(open.stores, { org: 'ormeval', id: 'travail' }, { directory: true }, null));
}, 60_000);
afterAll(() => open?.close());

const file = { dataref: 'https://travail.example/f', size: 3, sha256: 'a'.repeat(64) };
const hear = (events: readonly SmallEvent[]) =>
  receiveEvents({ ...open.stores, clock: () => new Date() }, source, events);

// One that the database cannot keep would hold off all that comes with it, revocations too, and a queue or a listing for ever.
test.each<readonly [string, () => SmallEvent]>([
  ['NUL in a title', () => aDocument('a', file, { title: 'a\0b' })],
  ['NUL in a subject', () => aDocument('a\0b', file)],
  ['NUL in an id', () => aDocument('a', file, {}, { id: 'a\0b' })],
  ['NUL in the source', () => aDocument('a', file, {}, { source: '//a\0b' })],
  ['half a character in a title', () => aDocument('a', file, { title: 'a\ud800b' })],
  ['half a character in a path', () => aDocument('a', file, { path: 'a\udc00b' })],
  ['NUL in the name of somebody', () => anEvent('user.upserted', 'user/a', { name: 'a\0b' })],
  [
    'NUL in an identity',
    () => anEvent('user.upserted', 'user/a', { name: 'a', identities: [{ issuer: 'i', subject: 'a\0' }] }),
  ],
  ['NUL in the id of a space', () => anEvent('space.created', 'space/a\0', { title: 'a' })],
  [
    'NUL in the id of a folder',
    () => anEvent('folder.acl.changed', 'folder/a\0', { space: '42', acl: { allow: [] }, aclVersion: 1 }),
  ],
  ['a year before ours', () => aDocument('a', file, { modifiedAt: '0000-01-01T00:00:00Z' })],
  ['a year after all', () => aDocument('a', file, { modifiedAt: '9999-12-31T23:59:59-14:00' })],
  [
    'retention in the year 10000',
    () => aDocument('a', file, { retentionUntil: '9999-12-31T23:59:59-14:00' }),
  ],
  ['the greatest size', () => aDocument('a', { ...file, size: Number.MAX_SAFE_INTEGER })],
  ['no bytes', () => aDocument('a', { ...file, size: 0 })],
  [
    'the greatest versions',
    () =>
      aDocument('a', file, { contentVersion: Number.MAX_SAFE_INTEGER, aclVersion: Number.MAX_SAFE_INTEGER }),
  ],
  [
    'disabled before our years',
    () => anEvent('user.disabled', 'user/a', {}, { time: '0000-01-01T00:00:00Z' }),
  ],
])('R23: %s spoils no other event of its delivery', async (_what, hostile) => {
  const good = aDocument('good', file);
  const results = await hear([hostile(), good]);
  expect(results[1]).toEqual({ id: good.id, outcome: 'applied' });
});
