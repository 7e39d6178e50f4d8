import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { PostgresConnection } from './database.ts';

/** A PostgreSQL server that others run. */
export type ExternalPostgres = {
  readonly connection: PostgresConnection;
  /** True when no other process of Sourcier was using the database: what is queued can then only be a dead process's. */
  readonly isSoleUser: boolean;
  release(): Promise<void>;
};

/** Key of the lock that every process of Sourcier shares while it uses the database; any number that nobody else takes. */
const presence = 7_203_115;
const oldestVersion = 150_000;

/**
 * Looks whether the server can be used, and marks this process as one that does, by a lock that goes with its connection.
 * @throws AppError `STORE_UNAVAILABLE` when it does not answer, `CONFIGURATION_INVALID` when it is too old
 */
export async function openExternalPostgres(connection: PostgresConnection): Promise<ExternalPostgres> {
  const client = clientOf(connection);
  try {
    await client.connect();
    const version = await client.query<{ number: number }>(
      "select current_setting('server_version_num')::int as number",
    );
    if ((version.rows[0]?.number ?? 0) < oldestVersion)
      throw new AppError('CONFIGURATION_INVALID', {
        detail: 'DATABASE_URL: PostgreSQL 15 or later is needed.',
      });
    const alone = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      presence,
    ]);
    await markPresent(client);
    const isSoleUser = alone.rows[0]?.taken === true;
    if (isSoleUser) await client.query('select pg_advisory_unlock($1)', [presence]);
    return { connection, isSoleUser, release: stayPresent(connection, client) };
  } catch (cause) {
    await client.end().catch(() => {});
    if (cause instanceof AppError) throw cause;
    throw new AppError('STORE_UNAVAILABLE', {
      cause,
      detail: 'DATABASE_URL: PostgreSQL does not answer or refuses; check address, password and TLS.',
    });
  }
}

function clientOf(connection: PostgresConnection): pg.Client {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
    application_name: 'sourcier-presence',
  });
  client.on('error', () => {});
  return client;
}

const markPresent = (client: pg.Client) => client.query('select pg_advisory_lock_shared($1)', [presence]);

/**
 * Marks this process anew whenever its connection ends, as it does when the server restarts: otherwise the next process to start would
 * take itself for the only one, and clear the queue under the others. Gives what ends it.
 */
function stayPresent(connection: PostgresConnection, first: pg.Client): () => Promise<void> {
  const leaving = new AbortController();
  let client = first;
  const staying = (async () => {
    while (!leaving.signal.aborted) {
      await once(client, 'end', { signal: leaving.signal }).catch(() => {});
      while (!leaving.signal.aborted) {
        await sleep(tunables.database.returnMs, undefined, { signal: leaving.signal }).catch(() => {});
        const next = clientOf(connection);
        const isBack = await next
          .connect()
          .then(() => markPresent(next))
          .then(
            () => true,
            () => false,
          );
        client = next;
        if (isBack) break;
        void next.end().catch(() => {});
      }
    }
  })();
  return async () => {
    leaving.abort();
    await staying;
    await client.end().catch(() => {});
  };
}
