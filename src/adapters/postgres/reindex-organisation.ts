import { sql } from 'kysely';
import { readableStates } from '../../core/document.ts';
import type { Job } from '../../ports/job-queue.ts';
import type { Database } from './database.ts';
import { spaceExcluded } from './follow-switch.ts';
import { enqueue } from './outbox.ts';

/**
 * Asks for all documents to be read anew. Those that can be found are read again as the version they are; those without
 * text (failed, skipped) get a new version, that is, another try; those of excluded spaces stay as they are.
 */
export function reindexOrganisation(db: Database, org: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const retried = await transaction
      .updateTable('document')
      .set({
        wanted_version: sql<number>`wanted_version + 1`,
        state: 'queued',
        reason: null,
        tries: 0,
        queued_at: new Date(),
      })
      .where('org', '=', org)
      .where('state', 'in', ['failed', 'skipped'])
      .where('reason', 'is distinct from', spaceExcluded)
      .where('encryption', '<>', 'e2ee')
      .returning(['id', 'wanted_version as version', 'awaits_bytes'])
      .execute();
    const live = await transaction
      .selectFrom('document')
      .select(['id', 'wanted_version as version'])
      .where('org', '=', org)
      .where('state', 'in', [...readableStates])
      .execute();
    const job = { name: 'document.ingest', lane: 'bulk' } as const;
    const jobs: Job[] = [
      ...retried.map(({ id, version, awaits_bytes }) => ({
        name: awaits_bytes ? ('document.fetch' as const) : job.name,
        payload: { org, id, version, lane: job.lane },
      })),
      ...live.map(({ id, version }) => ({
        name: job.name,
        payload: { org, id, version, lane: job.lane, again: true as const },
      })),
    ];
    await enqueue(transaction, jobs);
    return jobs.length;
  });
}
