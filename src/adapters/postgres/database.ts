import { Kysely, type Transaction as KyselyTransaction, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { DatabaseServer } from '../../../config/store-servers.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import { migrations } from './migrations/all.ts';
import type { Schema } from './schema.ts';
import type { ServerWatch } from './server-watch.ts';
import { translated } from './translate-error.ts';
import { openWatchedPool } from './watched-pool.ts';

export type Database = Kysely<Schema>;
export type Transaction = KyselyTransaction<Schema>;

export type PostgresConnection = DatabaseServer;

// int8 columns here are byte counts and row numbers, far below 2^53: numbers are safe and serialise to JSON.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens the pool and brings the schema up to date; concurrent starters wait for each other (kysely takes a lock).
 * `log` sees each compiled statement: tests use it to fail one without an organisation (R21).
 * @throws AppError `STORE_UNAVAILABLE`, `STORAGE_FULL`, `DATABASE_NEWER`, `DATABASE_UPDATE_FAILED` where it answers and refuses
 */
export async function openDatabase(
  connection: PostgresConnection,
  options: {
    readonly maxConnections?: number;
    /** Where somebody waits for answers: tells them early that there will be none. */
    readonly watch?: ServerWatch;
    /** Another pool of this process has brought the schema up to date. */
    readonly isUpToDate?: boolean;
    readonly onStatement?: (sql: string) => void;
  } = {},
): Promise<Database> {
  const { maxConnections = 12, watch, isUpToDate = false, onStatement } = options;
  const pool = openWatchedPool(connection, { maxConnections, watch });
  const database = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement && { log: (event) => onStatement(event.query.sql) }),
  });
  if (isUpToDate) return database;
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const isNewer = await knowsMore(database).catch(() => false);
    await database.destroy();
    if (isNewer) throw new AppError('DATABASE_NEWER', { cause: error });
    throw failedUpdate(error, results?.find(({ status }) => status === 'Error')?.migrationName);
  }
  return database;
}

/** Classes of codes whose messages name parts of the schema, rights and settings, and never what a row holds. */
const namesNoValue = /^(0A|25|2B|2D|42|53|54|55|57|58)/;

function failedUpdate(error: unknown, migration: string | undefined): unknown {
  const known = translated(error);
  if (isAppError(known) || !(error instanceof pg.DatabaseError)) return known;
  const { code = '', table, constraint, message } = error;
  const place = [migration, code, table, constraint].filter((part) => part !== undefined).join(', ');
  const detail = namesNoValue.test(code) ? `${place}: ${message}` : place;
  return new AppError('DATABASE_UPDATE_FAILED', { cause: error, detail });
}

/** True when migrations were applied that this program does not have. */
async function knowsMore(database: Database): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  return rows.some(({ name }) => !(name in migrations));
}
