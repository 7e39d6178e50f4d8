import { sql } from 'kysely';
import type { Job } from '../../ports/job-queue.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { catalogue } from '../../queue/catalogue.ts';
import type { Database, Transaction } from './database.ts';

/** Rows of one insert: PostgreSQL takes at most 65,535 parameters in a statement. */
const rowsPerInsert = 1_000;

/** Writes jobs in the transaction of the change that asks for them. */
export async function enqueue(transaction: Transaction, jobs: readonly Job[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += rowsPerInsert)
    await transaction
      .insertInto('outbox')
      .values(
        jobs
          .slice(from, from + rowsPerInsert)
          .map((job) => ({ org: job.payload.org, job: job.name, payload: JSON.stringify(job.payload) })),
      )
      .execute();
}

/** The outbox in PostgreSQL: rows are locked while they are delivered, and skipped by other deliverers meanwhile. */
export function createOutbox(db: Database): Outbox {
  return {
    drain: (limit, deliver) =>
      db.transaction().execute(async (transaction) => {
        // The queue serves every organisation, so this looks across them. A revocation never waits behind a backlog,
        // nor an upload behind a folder.
        const { rows } = await sql<{ id: number; job: keyof typeof catalogue; payload: unknown }>`
          select id, job, payload from outbox where org is not null 
          order by job in ('document.ingest', 'document.embed'), payload ->> 'lane' is not distinct from 'bulk', id
          limit ${limit} for update skip locked
        `.execute(transaction);
        if (rows.length === 0) return 0;
        const jobs = rows.map(
          (row) => ({ name: row.job, payload: catalogue[row.job].payload.parse(row.payload) }) as Job,
        );
        await deliver(jobs);
        await transaction
          .deleteFrom('outbox')
          .where('org', 'in', [...new Set(jobs.map((job) => job.payload.org))])
          .where(
            'id',
            'in',
            rows.map((row) => row.id),
          )
          .execute();
        return rows.length;
      }),

    isEmpty: async () => {
      const { rows } = await sql`select id from outbox where org is not null limit 1`.execute(db);
      return rows.length === 0;
    },
  };
}
