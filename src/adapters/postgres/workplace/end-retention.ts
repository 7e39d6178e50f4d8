import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { lockOrganisation } from './apply-events.ts';
import { loadItems } from './items.ts';
import { settleItems } from './settle-items.ts';

/** Documents of one transaction: events of the organisation wait for its end. */
const mostAtOnce = 200;

/** Removes documents whose retention has ended by now; an event that gives them longer brings them back. Gives how many. */
export async function endRetention(db: Database, org: string, now: Date): Promise<number> {
  let ended = 0;
  for (;;) {
    const many = await endSome(db, org, now);
    ended += many;
    if (many < mostAtOnce) return ended;
  }
}

function endSome(db: Database, org: string, now: Date): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const due = sql<{ source: string; id: string }>`
      select i.source, i.external_id as id from item i
       where i.org = ${org} and i.content ->> 'retentionUntil' is not null
         and (i.content ->> 'retentionUntil')::timestamptz <= ${now}
         and exists (select from document d where d.org = ${org} and d.id = i.document_id)
       order by i.source, i.external_id limit ${mostAtOnce}`;
    // Nearly always nothing is due: then nobody is made to wait.
    if ((await due.execute(transaction)).rows.length === 0) return 0;
    await lockOrganisation(transaction, org);
    const { rows } = await due.execute(transaction);
    for (const [source, items] of Map.groupBy(rows, (row) => row.source)) {
      const key = { org, id: source };
      const loaded = await loadItems(
        transaction,
        key,
        items.map(({ id }) => id),
      );
      await settleItems(transaction, key, [...loaded.values()], { lane: 'bulk', now });
    }
    return rows.length;
  });
}
