import type { ClientBase } from 'pg';
import type { DumpedTable } from '../../../ports/database-dump.ts';

/** Sign-ins end with the database that they were made in. */
const leftOut = ['session'];

/** Tables that hold data, with the columns that are written and not worked out, by name. */
export async function listDataTables(client: ClientBase): Promise<DumpedTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
       from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
        and c.table_name not like 'kysely\\_%' and c.table_name <> all($1)
      group by c.table_name order by c.table_name`,
    [leftOut],
  );
  return rows;
}

/** The statement that reads or writes rows of a table in PostgreSQL's own text format. */
export function copyStatement(
  client: ClientBase,
  { name, columns }: DumpedTable,
  direction: 'to stdout' | 'from stdin',
): string {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  return `copy public.${client.escapeIdentifier(name)} (${list}) ${direction}`;
}
