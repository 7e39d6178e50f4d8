import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/cluster.ts';

/** What the database does by itself some minutes after so many changes. */
export async function tidyDatabase(dataFolder: string): Promise<void> {
  const postgres = await openEmbeddedPostgres(join(dataFolder, 'postgres'));
  const client = new pg.Client(postgres.connection);
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
  await postgres.release();
}
