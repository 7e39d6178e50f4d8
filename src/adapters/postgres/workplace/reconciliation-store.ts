import { sql } from 'kysely';
import type { SpaceDigest } from '../../../core/contract/digest.ts';
import type { Source } from '../../../core/workplace/source.ts';
import type { ReconciliationStore, SaidDigest } from '../../../ports/reconciliation-store.ts';
import type { Database, Transaction } from '../database.ts';

type SourceKey = Pick<Source, 'org' | 'id'>;

/** What sources hold, compared in PostgreSQL: one statement over the items of a source, whatever their number. */
export function createReconciliationStore(db: Database): ReconciliationStore {
  return {
    read: async ({ org, id }) => {
      const progress = await db
        .selectFrom('source_progress')
        .select([
          'asked_at as askedAt',
          'compared_at as comparedAt',
          'agreed_at as agreedAt',
          'behind_since as behindSince',
          'directory_pulled_at as directoryPulledAt',
          'receipts_ended_at as receiptsEndedAt',
        ])
        .where('org', '=', org)
        .where('source', '=', id)
        .executeTakeFirst();
      const differences = await db
        .selectFrom('space_difference')
        .select([
          'space',
          'since',
          'seen_at as seenAt',
          'times',
          'known',
          'said',
          'repaired_at as repairedAt',
        ])
        .where('org', '=', org)
        .where('source', '=', id)
        .orderBy('since')
        .orderBy('space')
        .execute();
      return { ...(progress ?? nothing), differences };
    },

    takePushed: async ({ org, id }) => {
      const { rows } = await sql<{ pushed: SaidDigest }>`
        update source_progress p set pushed_digest = null
          from (select pushed_digest as pushed from source_progress
                 where org = ${org} and source = ${id} and pushed_digest is not null for update) taken
         where p.org = ${org} and p.source = ${id} returning taken.pushed`.execute(db);
      return rows[0]?.pushed ?? null;
    },

    compare: (source, said, now) =>
      db.transaction().execute(async (transaction) => {
        const { org, id } = source;
        const known = new Map((await digestsOf(transaction, source, now)).map((one) => [one.space, one]));
        const named = new Map(said.spaces.map((one) => [one.space, one]));
        const compared = new Set([...named.keys(), ...(said.isComplete ? known.keys() : [])]);
        const differing = [...compared]
          .map((space) => ({ space, known: known.get(space), said: named.get(space) }))
          .filter((one) => !isSame(one.known, one.said))
          .map((one) => ({
            space: one.space,
            known: one.known?.count ?? 0,
            said: one.said?.count ?? 0,
          }));
        const spaces = [...compared];
        await sql`
          delete from space_difference where org = ${org} and source = ${id} and space = any(${spaces}::text[])
             and space <> all(${differing.map(({ space }) => space)}::text[])`.execute(transaction);
        await sql`
          insert into space_difference as seen (org, source, space, since, seen_at, known, said)
            select ${org}, ${id}, space, ${now}, ${now}, known, said
              from jsonb_to_recordset(${JSON.stringify(differing)}::jsonb) as differs(space text, known integer, said integer)
            on conflict (org, source, space) do update
              set seen_at = excluded.seen_at, times = seen.times + 1, known = excluded.known, said = excluded.said`.execute(
          transaction,
        );
        await sql`
          update source_progress set
              compared_at = ${now},
              announced_sequence = greatest(announced_sequence, ${said.maxSequence}),
              agreed_at = case when ${differing.length === 0} then ${now}::timestamptz else agreed_at end,
              behind_since = case when ${said.maxSequence} > greatest(max_sequence, covered_sequence)
                                  then coalesce(behind_since, ${now}::timestamptz) end
           where org = ${org} and source = ${id}`.execute(transaction);
      }),

    noteAsked: async ({ org, id }, now) => {
      await db
        .updateTable('source_progress')
        .set({ asked_at: now })
        .where('org', '=', org)
        .where('source', '=', id)
        .execute();
    },

    noteRepair: ({ org, id }, spaces, now) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('space_difference')
          .set({ repaired_at: now })
          .where('org', '=', org)
          .where('source', '=', id)
          .where('space', '=', sql<string>`any(${[...spaces]}::text[])`)
          .execute();
        await transaction
          .updateTable('source_progress')
          .set({ covered_sequence: sql<number>`announced_sequence`, behind_since: null })
          .where('org', '=', org)
          .where('source', '=', id)
          .execute();
      }),
  };
}

const nothing = {
  askedAt: null,
  comparedAt: null,
  agreedAt: null,
  behindSince: null,
  directoryPulledAt: null,
  receiptsEndedAt: null,
};

function isSame(known: SpaceDigest | undefined, said: SpaceDigest | undefined): boolean {
  if ((known?.count ?? 0) === 0 && (said?.count ?? 0) === 0) return true;
  return known?.count === said?.count && known?.digest === said?.digest;
}

/**
 * What is known of each space that holds something, as the contract counts it: see `digestOf`. The version of the readers is that of
 * the folder whose word holds, where one does (see `effectiveAcl`).
 */
async function digestsOf(
  transaction: Transaction,
  { org, id }: SourceKey,
  now: Date,
): Promise<SpaceDigest[]> {
  const { rows } = await sql<SpaceDigest>`
    select space, count(*)::integer as count,
           lpad(to_hex(bit_xor(('x' || left(encode(sha256(convert_to(concat_ws(E'\n', id, content_version, acl_version), 'UTF8')), 'hex'), 16))
             ::bit(64)::bigint)), 16, '0') as digest
      from (
        select i.space, i.external_id as id, i.content ->> 'contentVersion' as content_version,
               case when held.sequence > i.acl_sequence then held.acl_version else i.acl_version end as acl_version
          from item i
          left join directory_register gone on gone.org = i.org and gone.kind = 'space-gone' and gone.id = i.space
            and gone.value ->> 'source' = i.source
          left join lateral (
            select r.sequence, r.acl_version
              from unnest(i.folder_path) with ordinality above(folder, at)
              join folder_rule r on r.org = i.org and r.source = i.source and r.folder = above.folder
             where (i.acl ->> 'inherited')::boolean
               and above.at >= coalesce((
                 select max(own.at) from unnest(i.folder_path) with ordinality own(folder, at)
                   join folder_rule o on o.org = i.org and o.source = i.source and o.folder = own.folder
                  where not (o.acl ->> 'inherited')::boolean), 0)
             order by r.sequence desc limit 1) held on cardinality(i.folder_path) > 0
         where i.org = ${org} and i.source = ${id} and i.content is not null and i.space is not null
           and i.content_sequence > greatest(i.gone_sequence, coalesce(gone.sequence, 0))
           and coalesce((i.content ->> 'retentionUntil')::timestamptz > ${now}, true)) there
     group by space`.execute(transaction);
  return rows;
}
