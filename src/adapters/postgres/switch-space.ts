import { tunables } from '../../../config/tunables.ts';
import type { SpaceSwitch } from '../../ports/document-store.ts';
import type { Database } from './database.ts';
import { followSwitch } from './follow-switch.ts';
import { recordAudit } from './record-audit.ts';

/**
 * Excludes a space from the assistant, or opens it again, with an audit record. The gate asks the switch itself, so nothing of
 * the space is found or sent from the moment of the first transaction; its documents follow after it, some at a time, so that
 * nobody waits for the locks of a large space. Said again, it goes on where a crash left it.
 */
export async function switchSpace(
  db: Database,
  org: string,
  space: string,
  { enabled, by }: SpaceSwitch,
): Promise<number | null> {
  const isThere = await db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('space')
      .select('assistant_enabled')
      .where('org', '=', org)
      .where('id', '=', space)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!before) return false;
    if (before.assistant_enabled === enabled) return true;
    await transaction
      .updateTable('space')
      .set({ assistant_enabled: enabled })
      .where('org', '=', org)
      .where('id', '=', space)
      .execute();
    const action = enabled ? 'space-included' : 'space-excluded';
    await recordAudit(transaction, org, by, action, { space });
    return true;
  });
  if (!isThere) return null;

  let changed = 0;
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const documents = await db
      .selectFrom('document')
      .select('id')
      .where('org', '=', org)
      .where('space', '=', space)
      .where('id', '>', last)
      .orderBy('id')
      .limit(tunables.exposure.documentsSwitched)
      .execute();
    const ids = documents.map(({ id }) => id);
    const end = ids.at(-1);
    if (end === undefined) return changed;
    last = end;
    const { excluded, included } = await db
      .transaction()
      .execute((transaction) => followSwitch(transaction, org, ids));
    changed += excluded.length + included.length;
  }
}
