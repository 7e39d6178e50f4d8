import { sql } from 'kysely';
import { tunables } from '../../../../config/tunables.ts';
import { isUuid } from '../../../core/is-uuid.ts';
import { documentSourceOf } from '../../../core/workplace/source.ts';
import { createTurns } from '../../../core/workplace/turns.ts';
import type { FetchWork, ItemStatus, LateChecked, WorkplaceStore } from '../../../ports/workplace-store.ts';
import type { Database } from '../database.ts';
import { enqueue } from '../outbox.ts';
import { applyEvents } from './apply-events.ts';
import { endRetention } from './end-retention.ts';

/** What workplaces say, in PostgreSQL. */
export function createWorkplaceStore(db: Database): WorkplaceStore {
  const turns = createTurns(tunables.workplace.deliveriesWaiting);
  return {
    apply: (source, events, delivery) =>
      turns.take(source.org, () => applyEvents(db, source, events, delivery)),

    beginFetch: async ({ org, id }, version) => {
      const { rows } = await sql<FetchWork>`
        update document d set state = 'fetching', claim = d.claim + 1 from item i
         where d.org = ${org} and d.id = ${id} and d.wanted_version = ${version} and d.awaits_bytes
           and d.state in ('queued', 'fetching') and i.org = d.org and i.document_id = d.id
        returning d.org, d.id, d.claim, d.wanted_version as version, i.source, i.external_id as "itemId", i.content`.execute(
        db,
      );
      return rows[0] ?? null;
    },

    endFetch: ({ org, id }, version, lane) =>
      db.transaction().execute(async (transaction) => {
        const kept = await transaction
          .updateTable('document')
          .set({ awaits_bytes: false, state: 'queued' })
          .where('org', '=', org)
          .where('id', '=', id)
          .where('wanted_version', '=', version)
          .where('state', '=', 'fetching')
          .returning('id')
          .executeTakeFirst();
        if (!kept) return false;
        await enqueue(transaction, [{ name: 'document.ingest', payload: { org, id, version, lane } }]);
        return true;
      }),

    findItem: async ({ org, id: source }, id) => {
      const { rows } = await sql<ItemStatus>`
        select i.external_id as id, i.document_id as "documentId", d.state,
               case when d.id is null and t.erased then 'erased' else d.reason end as reason,
               coalesce((i.content ->> 'contentVersion')::bigint, 0) as "contentVersion", i.acl_version as "aclVersion",
               coalesce(d.tries, 0) as tries, d.queued_at as "queuedAt"
          from item i left join document d on d.org = i.org and d.id = i.document_id
          left join tombstone t on t.org = i.org and t.document_id = i.document_id
         where i.org = ${org} and i.source = ${source} and i.external_id = ${id}`.execute(db);
      return rows[0] ?? null;
    },

    knowsAny: async ({ org, id: source }, ids) => {
      const found = await db
        .selectFrom('item')
        .select('external_id')
        .where('org', '=', org)
        .where('source', '=', source)
        .where('external_id', '=', sql<string>`any(${[...ids]}::text[])`)
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    declaresLateCheck: async (org) => {
      const found = await db
        .selectFrom('source')
        .select('id')
        .where('org', '=', org)
        .where('late_check_url', 'is not', null)
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    listLateChecked: async (org, among) => {
      const [start, ids] =
        'documents' in among
          ? [
              sql`select d.id as asked, d.id, d.parent_id from document d where d.org = ${org} and d.id`,
              among.documents,
            ]
          : [
              sql`select c.id as asked, d.id, d.parent_id from chunk c
                    join document d on d.org = c.org and d.id = c.document_id where c.org = ${org} and c.id`,
              among.chunks,
            ];
      const { rows } = await sql<LateChecked>`
        with recursive up(asked, id, parent_id) as (
          ${start} = any(${ids.filter(isUuid)}::uuid[])
          union
          select up.asked, d.id, d.parent_id from up join document d on d.org = ${org} and d.id = up.parent_id)
        select up.asked, i.source, i.external_id as "itemId" from up
          join item i on i.org = ${org} and i.document_id = up.id
          join source s on s.org = i.org and s.id = i.source and s.late_check_url is not null`.execute(db);
      return rows;
    },

    findDocumentIds: async (org, source, ids) => {
      const ours = ids.filter(isUuid);
      if (source === null) return new Map(ours.map((id) => [id, id]));
      const documents = await db
        .selectFrom('document')
        .select('id')
        .where('org', '=', org)
        .where('source', '=', documentSourceOf(source))
        .where('id', '=', sql<string>`any(${ours}::uuid[])`)
        .execute();
      const known = new Map(documents.map(({ id }) => [id, id]));
      const rows = await db
        .selectFrom('item')
        .select(['external_id', 'document_id'])
        .where('org', '=', org)
        .where('source', '=', source)
        .where('external_id', '=', sql<string>`any(${ids.filter((id) => !id.includes('\0'))}::text[])`)
        .execute();
      for (const { external_id, document_id } of rows) known.set(external_id, document_id);
      return known;
    },

    endRetention: (org, now) => endRetention(db, org, now),

    forgetIds: async (org, before) => {
      const { numAffectedRows } = await sql`
        delete from inbox where org = ${org} and source like 'workplace:%' and received_at < ${before}`.execute(
        db,
      );
      return Number(numAffectedRows ?? 0);
    },
  };
}
