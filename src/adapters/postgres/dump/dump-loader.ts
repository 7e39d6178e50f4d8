import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { Kysely, PostgresDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AppError } from '../../../core/errors.ts';
import type { DumpedTable, DumpLoader } from '../../../ports/database-dump.ts';
import type { PostgresConnection } from '../database.ts';
import { migrations as allMigrations } from '../migrations/all.ts';
import { copyStatement, listDataTables } from './data-tables.ts';

/**
 * Fills a new database: the schema of the dump is made by its own migrations, so that a dump of an older program is taken, and brought
 * up to date when the database is opened. Triggers and references rest meanwhile: what they made is in the dump.
 */
export async function openDumpLoader(
  connection: PostgresConnection,
  { migrations = allMigrations }: { readonly migrations?: Readonly<Record<string, Migration>> } = {},
): Promise<DumpLoader & { close(): Promise<void> }> {
  const pool = new pg.Pool({ ...connection, max: 1 });
  pool.on('error', () => {});
  const client = await pool.connect();
  client.on('error', () => {});
  let known = new Map<string, DumpedTable>();

  return {
    prepare: async (schema, tables) => {
      if (!(schema in migrations)) throw invalid('it was made by a newer program: restore it with that one');
      await migrateTo(connection, migrations, schema);
      const here = await listDataTables(client);
      if (!isDeepStrictEqual(here, tables)) throw invalid('it holds other tables than its program had');
      known = new Map(here.map((table) => [table.name, table]));
      await client.query('set session_replication_role to replica');
      // Migrations leave rows of their own.
      const all = here.map(({ name }) => `public.${client.escapeIdentifier(name)}`).join(', ');
      await client.query(`truncate ${all} cascade`);
    },
    load: async (name, rows) => {
      const table = known.get(name);
      if (!table) throw invalid('it holds other tables than its program had');
      const into = client.query(copyFrom(copyStatement(client, table, 'from stdin')));
      await pipeline(Readable.from(rows), into).catch((cause: { severity?: string }) => {
        throw cause.severity === undefined ? cause : invalid('rows of it cannot be read', cause);
      });
    },
    finish: async (sequences) => {
      for (const [name, last] of Object.entries(sequences))
        await client.query('select setval(quote_ident($1)::regclass, $2)', [name, last]);
      await client.query('set session_replication_role to origin');
      await client.query('analyze');
    },
    close: async () => {
      client.release(true);
      await pool.end();
    },
  };
}

async function migrateTo(
  connection: PostgresConnection,
  migrations: Readonly<Record<string, Migration>>,
  schema: string,
): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection, max: 2 }) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateTo(schema);
    if (error) throw new AppError('STORE_UNAVAILABLE', { cause: error });
  } finally {
    await db.destroy();
  }
}

const invalid = (detail: string, cause?: unknown): AppError =>
  new AppError('BACKUP_INVALID', { detail, cause });
