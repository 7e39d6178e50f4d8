import { sql } from 'kysely';
import type { Acl } from '../../../core/contract/acl.ts';
import { uuidFrom } from '../../../core/document-id.ts';
import { type Item, type ItemContent, newItem } from '../../../core/workplace/item.ts';
import { documentSourceOf, type Source } from '../../../core/workplace/source.ts';
import type { Transaction } from '../database.ts';

/** The document that an item is. */
export const documentIdOf = ({ org, id }: Pick<Source, 'org' | 'id'>, item: string): string =>
  uuidFrom(org, documentSourceOf(id), item);

type Row = {
  id: string;
  content_sequence: number;
  content: ItemContent | null;
  place_sequence: number;
  space: string | null;
  folder_path: string[];
  path: string | null;
  acl_sequence: number;
  acl: Acl | null;
  acl_version: number;
  gone_sequence: number;
};

/** Items of a source by id; those of which nothing was said yet are new ones. */
export async function loadItems(
  transaction: Transaction,
  source: Pick<Source, 'org' | 'id'>,
  ids: readonly string[],
): Promise<Map<string, Item>> {
  const { rows } = await sql<Row>`
    select external_id as id, content_sequence, content, place_sequence, space, folder_path, path,
           acl_sequence, acl, acl_version, gone_sequence
      from item where org = ${source.org} and source = ${source.id} and external_id = any(${[...ids]}::text[])`.execute(
    transaction,
  );
  const known = new Map(rows.map((row) => [row.id, toItem(row)]));
  return new Map(ids.map((id) => [id, known.get(id) ?? newItem(id)]));
}

function toItem(row: Row): Item {
  return {
    id: row.id,
    content: { sequence: row.content_sequence, value: row.content },
    place: { sequence: row.place_sequence, space: row.space, folders: row.folder_path, path: row.path },
    acl: { sequence: row.acl_sequence, value: row.acl, version: row.acl_version },
    goneSequence: row.gone_sequence,
  };
}

/** Keeps what is known of items now; `isLive`: an event said it, not a listing, so that no listing that runs may miss them. */
export async function saveItems(
  transaction: Transaction,
  source: Pick<Source, 'org' | 'id'>,
  items: readonly Item[],
  { isLive }: { readonly isLive: boolean },
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({
    external_id: item.id,
    document_id: documentIdOf(source, item.id),
    content_sequence: item.content.sequence,
    content: item.content.value,
    place_sequence: item.place.sequence,
    space: item.place.space,
    folder_path: item.place.folders,
    path: item.place.path,
    acl_sequence: item.acl.sequence,
    acl: item.acl.value,
    acl_version: item.acl.version,
    gone_sequence: item.goneSequence,
  }));
  await sql`
    insert into item (org, source, external_id, document_id, content_sequence, content, place_sequence, space, folder_path,
                      path, acl_sequence, acl, acl_version, gone_sequence, touched_at)
      select ${source.org}, ${source.id}, external_id, document_id, content_sequence, content, place_sequence, space, folder_path,
             path, acl_sequence, acl, acl_version, gone_sequence,
             case when ${isLive} then clock_timestamp() else '-infinity' end
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as said(
          external_id text, document_id uuid, content_sequence bigint, content jsonb, place_sequence bigint, space text,
          folder_path text[], path text, acl_sequence bigint, acl jsonb, acl_version bigint, gone_sequence bigint)
      on conflict (org, source, external_id) do update set
        content_sequence = excluded.content_sequence, content = excluded.content, place_sequence = excluded.place_sequence,
        space = excluded.space, folder_path = excluded.folder_path, path = excluded.path, acl_sequence = excluded.acl_sequence,
        acl = excluded.acl, acl_version = excluded.acl_version, gone_sequence = excluded.gone_sequence,
        touched_at = greatest(item.touched_at, excluded.touched_at)`.execute(transaction);
  await forgetWords(
    transaction,
    source.org,
    rows.map((row) => row.document_id),
  );
}

/**
 * Drops title, path and addresses of those among these documents that were erased by command, or of which their source said
 * later that they are gone: what is left tells what is older from what is newer, and counts in digests (R70).
 */
export async function forgetWords(
  transaction: Transaction,
  org: string,
  documents: readonly string[],
): Promise<void> {
  await sql`
    with going as (
      select i.source, i.external_id, t.document_id is not null as erased from item i
        left join tombstone t on t.org = ${org} and t.document_id = i.document_id and t.erased
       where i.org = ${org} and i.document_id = any(${[...documents]}::uuid[])
         and (t.document_id is not null or i.gone_sequence >= least(i.content_sequence, i.place_sequence)))
    update item i set
        content = case when going.erased or i.gone_sequence >= i.content_sequence
                       then (i.content || '{"title": "", "url": null, "dataref": null}') - 'createdBy' else i.content end,
        path = case when going.erased or i.gone_sequence >= i.place_sequence then null else i.path end
      from going
     where i.org = ${org} and i.source = going.source and i.external_id = going.external_id`.execute(
    transaction,
  );
}
