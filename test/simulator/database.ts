import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/cluster.ts';
import { tables } from './tables.ts';

/** Statements of one transaction, in plain SQL: rows as the database gives them. */
export type Query = <Row extends object = Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** The database of the workplace, which is none of Sourcier's. */
export type WorkplaceDatabase = {
  /** Runs statements that hold together, or not at all. `snapshot`: they all see one moment. */
  transaction<T>(run: (query: Query) => Promise<T>, options?: { readonly snapshot: boolean }): Promise<T>;
  close(): Promise<void>;
};

/** Starts a PostgreSQL server of its own in a folder. */
export async function openWorkplaceDatabase(folder: string): Promise<WorkplaceDatabase> {
  const server = await openEmbeddedPostgres(folder);
  const pool = new pg.Pool({ ...server.connection, max: 6 });
  await pool.query(tables);
  return {
    async transaction(run, { snapshot } = { snapshot: false }) {
      const client = await pool.connect();
      try {
        await client.query(snapshot ? 'begin isolation level repeatable read' : 'begin');
        const result = await run(async (sql, values = []) => (await client.query(sql, [...values])).rows);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
    close: async () => {
      await pool.end();
      await server.release();
    },
  };
}
