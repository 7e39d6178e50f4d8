import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secretContext } from '../../../src/core/workplace/authenticate-source.ts';
import { startBackfill } from '../../../src/core/workplace/backfill/manage-backfills.ts';
import { renewSecret, saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { aDocument } from '../../support/small-workplace.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let number = 0;
let key: { readonly org: string; readonly id: string };
let source: Source;
beforeEach(async () => {
  number += 1;
  key = { org: `ville${number}`, id: 'travail' };
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: key.org }), 'test');
  const input = { exportUrl: 'https://travail.example/export' };
  ({ source } = await saveSource(open.stores, key, input, null));
});

/** The source is removed by somebody whose transaction ends once `work`, which has seen the source, waits for it. */
async function whileRemoved(work: () => Promise<unknown>): Promise<unknown> {
  let working: Promise<unknown> | undefined;
  await open.database.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('source')
      .where('org', '=', key.org)
      .where('id', '=', key.id)
      .executeTakeFirst();
    working = work();
    working.catch(() => {});
    await expect.poll(waiting, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  });
  return working;
}
const waiting = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(open.database);
  return rows[0]?.count ?? 0;
};

const bytes = { dataref: 'https://travail.example/note', size: 3, sha256: 'a'.repeat(64) };

test.each([
  { what: 'another secret', work: () => renewSecret(open.stores, key, { only: false }) },
  {
    what: 'a backfill',
    work: () => startBackfill(open.stores, { org: key.org, source: null, by: null }, { source: key.id }),
  },
  {
    what: 'an event',
    work: () =>
      receiveEvents({ ...open.stores, clock: () => new Date() }, source, [
        aDocument('note', bytes, { tenant: key.org, encryption: 'e2ee' }),
      ]),
  },
])('$what of a source that is removed at that moment is told that there is none', async ({ work }) => {
  await expect(whileRemoved(work)).rejects.toMatchObject({ code: 'SOURCE_UNKNOWN' });
});

test('of several who want theirs to be the only secret at once, one has it', async () => {
  const given = await Promise.all(
    Array.from({ length: 8 }, () => renewSecret(open.stores, key, { only: true })),
  );
  const kept = await open.stores.sources.listSecrets(key.org, key.id);
  const opened = kept.map(({ id, sealed }) =>
    open.stores.secretBox.open(sealed, secretContext(key.org, key.id, id)),
  );
  expect(opened).toHaveLength(1);
  expect(given).toContain(opened[0]);
});

test('the secret before the last one goes on counting, the one before that does not', async () => {
  const [first, second, third] = [
    await renewSecret(open.stores, key, { only: true }),
    await renewSecret(open.stores, key, { only: false }),
    await renewSecret(open.stores, key, { only: false }),
  ];
  const kept = await open.stores.sources.listSecrets(key.org, key.id);
  const opened = kept.map(({ id, sealed }) =>
    open.stores.secretBox.open(sealed, secretContext(key.org, key.id, id)),
  );
  expect(opened).toEqual([second, third]);
  expect(opened).not.toContain(first);
});
