import { sql } from 'kysely';
import type { Transaction } from './database.ts';

/** Ids of the attachments of documents, and of theirs, at any depth. */
export async function childrenOf(
  transaction: Transaction,
  org: string,
  parents: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive child(id) as (
      select d.id from document d where d.org = ${org} and d.parent_id = any(${[...parents]}::uuid[])
      union
      select d.id from document d join child c on d.parent_id = c.id where d.org = ${org}
    )
    select id from child order by id`.execute(transaction);
  return rows.map((row) => row.id);
}
