import { sql } from 'kysely';
import type { Job } from '../../ports/job-queue.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { catalogue, readingJobs } from '../../queue/catalogue.ts';
import { carriedTrace } from '../telemetry/spans.ts';
import type { Database, Transaction } from './database.ts';
import { inParts } from './in-parts.ts';

/** Writes jobs in the transaction of the change that asks for them. */
export async function enqueue(transaction: Transaction, jobs: readonly Job[]): Promise<void> {
  const carried = carriedTrace();
  const rows = jobs.map((job) => ({
    org: job.payload.org,
    job: job.name,
    payload: JSON.stringify({ ...job.payload, ...carried }),
  }));
  for (const part of inParts(rows)) await transaction.insertInto('outbox').values(part).execute();
}

/** What a newer program left before it was rolled back stays until it is there again, and holds up nobody. */
const isKnown = sql`job in (${sql.join(Object.keys(catalogue).map((name) => sql.lit(name)))})`;
const isReading = sql`o.job in (${sql.join([...readingJobs].map((name) => sql.lit(name)))})`;
const isBulk = sql`(o.payload ->> 'lane' is not distinct from 'bulk')`;

/** The outbox in PostgreSQL: rows are locked while they are delivered, and skipped by other deliverers meanwhile. */
export function createOutbox(db: Database): Outbox {
  return {
    add: (jobs) => db.transaction().execute((transaction) => enqueue(transaction, jobs)),

    drain: (limit, deliver) =>
      db.transaction().execute(async (transaction) => {
        const inTurn = await takeInTurn(transaction, limit);
        // Another deliverer has those whose turn it is: the next ones go meanwhile.
        const rows = inTurn.length > 0 ? inTurn : await takeOthers(transaction, limit);
        const taken = rows.flatMap(({ id, job, payload }) => {
          const read = catalogue[job].payload.safeParse(payload);
          return read.success ? [{ id, job: { name: job, payload: read.data } as Job }] : [];
        });
        if (taken.length === 0) return 0;
        const jobs = taken.map(({ job }) => job);
        await deliver(jobs);
        await transaction
          .deleteFrom('outbox')
          .where('org', 'in', [...new Set(jobs.map((job) => job.payload.org))])
          .where(
            'id',
            'in',
            taken.map(({ id }) => id),
          )
          .execute();
        return jobs.length;
      }),

    isEmpty: async () => {
      const { rows } = await sql`select id from outbox where org is not null and ${isKnown} limit 1`.execute(
        db,
      );
      return rows.length === 0;
    },

    oldestSeconds: async () => {
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from now() - created_at)::float8 as seconds from outbox
         where org is not null and ${isKnown} order by id limit 1`.execute(db);
      return rows[0]?.seconds ?? 0;
    },
  };
}

type Row = { readonly id: number; readonly job: keyof typeof catalogue; readonly payload: unknown };

/**
 * The next jobs of all organisations, which the queue serves alike. A revocation never waits behind a backlog, nor an upload behind a
 * folder, nor one organisation behind the many jobs of another (R31).
 */
async function takeInTurn(transaction: Transaction, limit: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, job, payload from outbox where org is not null and id in (
      select next.id from (select distinct org from outbox where org is not null and ${isKnown}) each cross join lateral (
        select o.id, ${isReading}, ${isBulk}, row_number() over (order by ${isReading}, ${isBulk}, o.id) as turn
          from outbox o where o.org = each.org and ${isKnown} order by ${isReading}, ${isBulk}, o.id limit ${limit}) next(id, reading, bulk, turn)
       order by next.reading, next.bulk, next.turn, next.id limit ${limit})
    order by id for update skip locked`.execute(transaction);
  return rows;
}

async function takeOthers(transaction: Transaction, limit: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select o.id, o.job, o.payload from outbox o where o.org is not null and ${isKnown}
     order by ${isReading}, ${isBulk}, o.id limit ${limit} for update skip locked`.execute(transaction);
  return rows;
}
