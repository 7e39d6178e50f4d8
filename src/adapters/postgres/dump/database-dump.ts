import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { AppError } from '../../../core/errors.ts';
import type { DatabaseDump, DatabaseMoment } from '../../../ports/database-dump.ts';
import type { PostgresConnection } from '../database.ts';
import { copyStatement, listDataTables } from './data-tables.ts';

/** Reads the database on a connection of its own, all in one transaction that sees one moment. */
export function createDatabaseDump(connection: PostgresConnection): DatabaseDump {
  return {
    read: async (take) => {
      const client = new pg.Client({ ...connection, connectionTimeoutMillis: 3_000 });
      // Without a listener, a server that goes away would end the process; the statement under way fails anyway.
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query("set timezone to 'UTC'");
        await client.query('begin isolation level repeatable read read only');
        return await take(await readMoment(client));
      } catch (cause) {
        throw (cause as { severity?: string }).severity === undefined
          ? cause
          : new AppError('STORE_UNAVAILABLE', { cause });
      } finally {
        await client.end().catch(() => {});
      }
    },
  };
}

async function readMoment(client: pg.Client): Promise<DatabaseMoment> {
  const { rows } = await client.query<{ name: string }>('select max(name) as name from kysely_migration');
  const tables = await listDataTables(client);
  return {
    schema: rows[0]?.name ?? '',
    tables,
    readTable: (name) => {
      const table = tables.find((one) => one.name === name);
      if (!table) throw new Error('a table that was not listed');
      return client.query(copyTo(copyStatement(client, table, 'to stdout')));
    },
    listBlobs: async () => {
      const used = await client.query<{ org: string; sha256: string }>(
        `select org, sha256 from document where not awaits_bytes
          union select org, rendition from document where rendition is not null
          union select org, sha256 from held_content where sha256 is not null
          union select org, rendition from held_content where rendition is not null`,
      );
      return used.rows;
    },
    readSequences: async () => {
      const { rows: sequences } = await client.query<{ name: string; last: string }>(
        `select sequencename as name, last_value as last from pg_sequences
          where schemaname = 'public' and last_value is not null`,
      );
      return Object.fromEntries(sequences.map(({ name, last }) => [name, Number(last)]));
    },
  };
}
