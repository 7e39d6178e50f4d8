import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { SpaceSwitch } from '../../ports/document-store.ts';
import type { Database } from './database.ts';
import { followSwitch, spaceExcluded } from './follow-switch.ts';
import { recordAudit } from './record-audit.ts';

/**
 * Excludes a space from the assistant, or opens it again, with an audit record. The gate asks the switch itself, so nothing of
 * the space is found or sent from the moment of the first transaction; its documents follow after it, some at a time, so that
 * nobody waits for the locks of a large space.
 */
export async function switchSpace(
  db: Database,
  org: string,
  space: string,
  { enabled, by, as = 'administrator' }: SpaceSwitch,
): Promise<number | null> {
  const isThere = await db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('space')
      .select(['excluded_here', 'excluded_at_source', 'excluded_as'])
      .where('org', '=', org)
      .where('id', '=', space)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!before) return false;
    if (enabled && before.excluded_at_source) throw new AppError('SPACE_EXCLUDED_AT_SOURCE');
    if (as === 'animator' && before.excluded_here && before.excluded_as !== 'animator')
      throw new AppError('SPACE_EXCLUDED_BY_ADMINISTRATOR');
    const excludedAs = enabled ? null : as;
    if (before.excluded_here !== enabled && before.excluded_as === excludedAs) return true;
    await transaction
      .updateTable('space')
      .set({
        excluded_here: !enabled,
        excluded_as: excludedAs,
        assistant_enabled: enabled && !before.excluded_at_source,
      })
      .where('org', '=', org)
      .where('id', '=', space)
      .execute();
    const action = enabled ? 'space-included' : 'space-excluded';
    await recordAudit(transaction, org, by, action, { space, as });
    return true;
  });
  if (!isThere) return null;
  return finishSwitches(db, org);
}

/** Brings the documents that lag behind the switches of their spaces after them, some at a time. Gives how many. */
export async function finishSwitches(db: Database, org: string): Promise<number> {
  for (let changed = 0; ; ) {
    const { rows } = await sql<{ id: string }>`
      select d.id from document d join space s on s.org = d.org and s.id = d.space
       where d.org = ${org} and (d.reason is not distinct from ${spaceExcluded}) = s.assistant_enabled
         and d.encryption <> 'e2ee'
       limit ${tunables.exposure.documentsSwitched}`.execute(db);
    const { excluded, included } = await db.transaction().execute((transaction) =>
      followSwitch(
        transaction,
        org,
        rows.map(({ id }) => id),
      ),
    );
    const followed = excluded.length + included.length;
    // None: there was nothing to do, or somebody else did it meanwhile.
    if (followed === 0) return changed;
    changed += followed;
  }
}
