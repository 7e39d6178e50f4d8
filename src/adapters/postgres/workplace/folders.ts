import { sql } from 'kysely';
import { type EventOf, idOf } from '../../../core/contract/events.ts';
import type { Source } from '../../../core/workplace/source.ts';
import type { Transaction } from '../database.ts';

/** Keeps the rights of a folder; `false` when later ones are known. */
export async function saveFolderRule(
  transaction: Transaction,
  { org, id }: Pick<Source, 'org' | 'id'>,
  { subject, sequence, data }: EventOf<'fr.workplace.folder.acl.changed.v1'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into folder_rule as known (org, source, folder, sequence, space, acl, acl_version)
      values (${org}, ${id}, ${idOf(subject)}, ${Number(sequence)}, ${data.space}, ${JSON.stringify(data.acl)}::jsonb, ${data.aclVersion})
      on conflict (org, source, folder) do update
        set sequence = excluded.sequence, space = excluded.space, acl = excluded.acl, acl_version = excluded.acl_version
        where known.sequence < excluded.sequence
      returning folder`.execute(transaction);
  return rows.length > 0;
}

/** Ids of the items below folders that follow their rights. */
export async function itemsFollowing(
  transaction: Transaction,
  { org, id }: Pick<Source, 'org' | 'id'>,
  folders: readonly string[],
): Promise<string[]> {
  if (folders.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select external_id as id from item
     where org = ${org} and source = ${id} and folder_path && ${[...folders]}::text[]
       and (acl ->> 'inherited')::boolean order by external_id`.execute(transaction);
  return rows.map((row) => row.id);
}
