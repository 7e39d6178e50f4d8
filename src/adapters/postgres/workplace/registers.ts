import { sql } from 'kysely';
import type { Transaction } from '../database.ts';

/** Statements of a directory that replace one another, by what they are about. */
export type RegisterKind =
  | 'space'
  | 'space-status'
  // The last deletion, which goes on counting after the space was made anew: what was in it before is gone.
  | 'space-gone'
  | 'members'
  | 'user'
  | 'user-status'
  // The last erasure, which goes on counting for somebody new with the same id.
  | 'user-gone'
  | 'policy';

export type Register<T> = { readonly sequence: number; readonly value: T };

/** Keeps a statement, unless a later one on the same thing is known: then it is `false`. */
export async function saveRegister(
  transaction: Transaction,
  org: string,
  kind: RegisterKind,
  id: string,
  { sequence, value }: Register<unknown>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into directory_register as known (org, kind, id, sequence, value)
      values (${org}, ${kind}, ${id}, ${sequence}, ${JSON.stringify(value)}::jsonb)
      on conflict (org, kind, id) do update
        set sequence = excluded.sequence, value = excluded.value, changed_at = now()
        where known.sequence < excluded.sequence
      returning sequence`.execute(transaction);
  return rows.length > 0;
}

/** What was said last of each of these things; those of which nothing was said are absent. */
export async function readRegisters<T>(
  transaction: Transaction,
  org: string,
  kind: RegisterKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Register<T>>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('directory_register')
    .select(['id', 'sequence', 'value'])
    .where('org', '=', org)
    .where('kind', '=', kind)
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
  return new Map(rows.map(({ id, sequence, value }) => [id, { sequence, value: value as T }]));
}
