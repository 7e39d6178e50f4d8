/**
 * What `/metrics` costs with many organisations: `npm run bench:metrics -- [--organisations 1000] [--documents 200000] [--looks 10]`. Rows
 * as ingestion leaves them, sizes of organisations fall as 1/rank; one line of JSON. What is asked within five seconds after a look gets
 * the same reply.
 */
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { tunables } from '../../config/tunables.ts';
import { startServer } from '../../eval/run/open-target.ts';
import { createAssistantSwitch } from '../../src/adapters/postgres/assistant-switch.ts';
import {
  type Database,
  openDatabase,
  type PostgresConnection,
} from '../../src/adapters/postgres/database.ts';
import { createMonitoringStore } from '../../src/adapters/postgres/monitoring-store.ts';
import { readStanding } from '../../src/compose/read-standing.ts';
import type { Stores } from '../../src/compose/stores.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { openTestStores } from '../../test/support/test-stores.ts';
import { sharesOf } from '../capacity/simulate.ts';

const { values } = parseArgs({
  options: {
    organisations: { type: 'string', default: '1000' },
    documents: { type: 'string', default: '200000' },
    looks: { type: 'string', default: '10' },
  },
});
const organisations = Number(values.organisations);

const open = await openTestStores();
try {
  await fill(open.database);
  const look = () => readStanding(open.stores, {});
  const lookMs = await timesOf(look);
  const statements = await countStatements(open.connection, open.stores);
  const steps = {
    queues: open.stores.queue.countsByQueue,
    read: open.stores.monitoring.read,
    countByState: open.stores.monitoring.countByState,
    countVectors: open.stores.monitoring.countVectors,
  };
  const stepMs: Record<string, number> = {};
  for (const [name, step] of Object.entries(steps)) stepMs[name] = (await timesOf(step)).p50;
  console.log(
    JSON.stringify({
      organisations,
      documents: Number(values.documents),
      statements,
      lookMs,
      stepMs,
      ...(await askServer(open.dataFolder)),
      load1: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    }),
  );
} finally {
  await open.close();
}

async function fill(database: Database): Promise<void> {
  await sql`insert into organisation (id, title) select 'o' || n, 'O' from generate_series(1, ${organisations}::int) n`.execute(
    database,
  );
  await sql`
    insert into space (org, id, title, sensitivity) select id, 's', 'S', 'interne' from organisation`.execute(
    database,
  );
  await sql`
    insert into access_class (org, allow, restricted_to, deny)
      select id, array['space:s'], '{}', '{}' from organisation`.execute(database);
  await sql`
    insert into embedding_generation (org, generation, status)
      select id, 'e5-small@1', 'serving' from organisation`.execute(database);
  await sql`
    insert into spend (org, message_id, at, spaces, prompt_tokens, completion_tokens, micro_euros, is_estimated)
      select 'o' || n % ${organisations}::int + 1, gen_random_uuid(), now(), '{s}', 1000, 100, 5, false
        from generate_series(1, 100000) n`.execute(database);
  const sizes = sharesOf({ organisations, skew: 1 }).map((share) =>
    Math.max(1, Math.round(share * Number(values.documents))),
  );
  // Of a hundred: two were not read, one waits, five have no vectors yet.
  await sql`
    insert into document (org, id, source, external_id, space, access_class, title, path, sensitivity, state, reason,
                          live_version, wanted_version, sha256, bytes, modified_at, generations)
      select c.org, gen_random_uuid(), 'bench', n::text, 's', c.id, 'Une note de service', 'dossier/' || n || '.pdf', 'interne',
             case when n % 100 < 2 then 'skipped' when n % 100 = 2 then 'queued' when n % 100 < 8 then 'searchable-words' else 'searchable' end,
             case when n % 100 < 2 then 'no-text' end, 1, 1, md5(n::text), 100000, now(),
             case when n % 100 < 8 then '{}' else array['e5-small@1'] end
        from unnest(${sizes}::int[]) with ordinality size(documents, rank)
        join access_class c on c.org = 'o' || rank, generate_series(1, documents) n`.execute(database);
  await sql`vacuum analyze`.execute(database);
}

async function timesOf(work: () => Promise<unknown>) {
  const tookMs: number[] = [];
  for (let at = 0; at < Number(values.looks); at += 1) {
    const started = performance.now();
    await work();
    tookMs.push(performance.now() - started);
  }
  return percentilesOf(tookMs);
}

/** Those of the queue are not among them: it has one for each of its queues, whatever the number of organisations. */
async function countStatements(connection: PostgresConnection, stores: Stores): Promise<number> {
  let count = 0;
  const database = await openDatabase(connection, { maxConnections: 4, onStatement: () => (count += 1) });
  try {
    const [monitoring, assistant] = [createMonitoringStore(database), createAssistantSwitch(database)];
    count = 0;
    await readStanding({ ...stores, monitoring, assistant }, {});
    return count;
  } finally {
    await database.destroy();
  }
}

/** The same from outside, each look with counts of its own. */
async function askServer(dataFolder: string) {
  const server = await startServer({ SOURCIER_DATA: dataFolder, EMBEDDINGS: 'none' });
  try {
    const tookMs: number[] = [];
    let bytes = 0;
    for (let at = 0; at < 3; at += 1) {
      await sleep(tunables.metrics.countEveryMs + 100);
      const started = performance.now();
      const reply = await fetch(new URL('/metrics', server.address));
      bytes = (await reply.text()).length;
      tookMs.push(performance.now() - started);
    }
    return { httpMs: percentilesOf(tookMs), bytes };
  } finally {
    await server.stop();
  }
}
