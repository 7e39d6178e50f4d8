import { sql } from 'kysely';
import { readableStates } from '../../core/document.ts';
import { beginAgain } from './begin-again.ts';
import type { Database } from './database.ts';
import { spaceExcluded } from './follow-switch.ts';
import { enqueue } from './outbox.ts';

/**
 * Asks for all documents to be read anew. Those that can be found are read again as the version they are; those without
 * text (failed, skipped) get a new version, that is, another try; those of excluded spaces stay as they are.
 */
export function reindexOrganisation(db: Database, org: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const retried = await beginAgain(
      transaction,
      org,
      sql<boolean>`state in ('failed', 'skipped') and reason is distinct from ${spaceExcluded} and encryption <> 'e2ee'`,
      'bulk',
    );
    const live = await transaction
      .selectFrom('document')
      .select(['id', 'wanted_version as version'])
      .where('org', '=', org)
      .where('state', 'in', [...readableStates])
      .execute();
    await enqueue(
      transaction,
      live.map(({ id, version }) => ({
        name: 'document.ingest',
        payload: { org, id, version, lane: 'bulk', again: true },
      })),
    );
    return retried.length + live.length;
  });
}
