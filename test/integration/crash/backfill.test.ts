import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createBackfillStore } from '../../../src/adapters/postgres/workplace/backfill-store.ts';
import { createSourceRepository } from '../../../src/adapters/postgres/workplace/source-repository.ts';
import { openSmallExport, type SmallExport } from '../../support/small-export.ts';
import { makePreparedFolder, runCli, startSourcier } from '../../support/sourcier-process.ts';
import { fillExport, itemId } from '../../support/synthetic-workplace.ts';
import { readConnection } from '../../support/test-stores.ts';

const environment = { WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };
/** 20,000 with 6 kills in the nightly run: `BACKFILL_ITEMS=20000 BACKFILL_KILLS=6`; 200,000 take 16 minutes. */
const items = Number(process.env['BACKFILL_ITEMS'] ?? 500);
/** What the second pull finds no longer. */
const gone = items / 5;
const kills = Number(process.env['BACKFILL_KILLS'] ?? 2);
/** Kills are spread over the pull, however long it takes. */
const killWithinMs = Math.max(1_500, items * 0.75);
const timeoutMs = Math.max(580_000, items * 15);

let source: SmallExport;
beforeAll(async () => {
  source = await openSmallExport();
  fillExport(source, { items, spaces: 40 });
});
afterAll(async () => {
  await source?.close();
});

test('R78: kill -9 at random points of a backfill, and the state is that of one that was left alone', {
  timeout: timeoutMs,
}, async () => {
  const alone = await pulled({ kills: 0 });
  const killed = await pulled({ kills });
  expect(killed.killed).toBeGreaterThanOrEqual(kills / 2);
  expect(killed.pulls.at(-1)).toMatchObject({ state: 'done', removed: gone });
  expect(killed.pulls).toEqual(alone.pulls);
  for (const [what, rows] of Object.entries(alone.state)) {
    expect(rows.length, what).toBeGreaterThan(0);
    expect(killed.state[what], what).toEqual(rows);
  }
});

/** Pulls twice, the second time with a fifth of the items less, and gives what is known then. */
async function pulled({ kills: wanted }: { readonly kills: number }) {
  // Slow enough that a kill comes in the middle, which many items are by themselves.
  source.delayMs = wanted > 0 ? Math.min(200, 200_000 / items) : 0;
  const data = await makePreparedFolder();
  let server = await startSourcier(data.path, environment);
  let database: Database | null = null;
  let killed = 0;
  try {
    database = await openDatabase(await readConnection(data.path), { maxConnections: 2 });
    await sql`insert into organisation (id, title) values ('ormeval', 'Ormeval') on conflict do nothing`.execute(
      database,
    );
    const address = ['--export-url', source.url, '--export-token', 'export-token'];
    const named = ['source', 'save', 'travail', '--org', 'ormeval', '--directory', ...address];
    const { exitCode, stderr } = await runCli(data.path, named, environment);
    if (exitCode !== 0) throw new Error(`sourcier source save: ${stderr}`);
    const pull = async () => {
      const { id } = await start(database as Database);
      for (let left = wanted / 2; ; ) {
        if (left >= 1) {
          left -= 1;
          await sleep(300 + Math.random() * killWithinMs);
          if ((await shown(database as Database, id)).state === 'running') killed += 1;
          await server.kill();
          server = await startSourcier(data.path, environment);
        }
        const now = await shown(database as Database, id);
        if (left < 1 && now.state !== 'running') return now;
        await sleep(100);
      }
    };
    const first = await pull();
    const kept = new Map(source.items);
    for (let i = 0; i < items; i += items / gone) source.items.delete(itemId(i));
    const second = await pull();
    for (const [id, event] of kept) source.items.set(id, event);
    return { pulls: [first, second], killed, state: await readState(database) };
  } finally {
    await database?.destroy();
    await server.stop();
    await data.remove();
  }
}

/** As `backfill start` does, without the seconds that a command takes. */
async function start(database: Database) {
  const saved = await createSourceRepository(database).find('ormeval', 'travail');
  if (!saved) throw new Error('no source');
  return createBackfillStore(database).start(saved, { spaces: null, by: null });
}

async function shown(database: Database, id: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select state, phase, expected, listed, changed, removed, unreadable, trouble from backfill
     where org = 'ormeval' and id = ${id}`.execute(database);
  return rows[0] as { state: string };
}

/** All that is known, without what names a moment or a draw: access classes by their rules. */
async function readState(database: Database): Promise<Record<string, readonly unknown[]>> {
  const read = async (what: ReturnType<typeof sql>) => (await what.execute(database)).rows;
  return {
    items: await read(sql`
      select external_id, document_id, content_sequence, content, place_sequence, space, folder_path, path, acl_sequence, acl,
             acl_version, gone_sequence, listed_in is null as never_listed from item where org = 'ormeval' order by external_id`),
    documents: await read(sql`
      select d.id, d.source, d.external_id, d.space, d.title, d.path, d.state, d.reason, d.sensitivity, d.wanted_version, d.sha256,
             c.allow, c.restricted_to, c.deny
        from document d join access_class c on c.org = d.org and c.id = d.access_class where d.org = 'ormeval' order by d.id`),
    members: await read(
      sql`select principal, member, sequence from membership where org = 'ormeval' order by principal, member`,
    ),
    people: await read(
      sql`select id, name, is_guest, disabled_at from app_user where org = 'ormeval' order by id`,
    ),
    spaces: await read(
      sql`select id, title, sensitivity, assistant_enabled from space where org = 'ormeval' order by id`,
    ),
    registers: await read(
      sql`select kind, id, sequence, value from directory_register where org = 'ormeval' order by kind, id`,
    ),
    tombstones: await read(
      sql`select document_id, version from tombstone where org = 'ormeval' order by document_id`,
    ),
  };
}
