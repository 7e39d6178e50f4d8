import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { PostgresConnection } from './database.ts';
import { PreparingClient } from './preparing-client.ts';
import { cut, type ServerWatch } from './server-watch.ts';
import { failWith } from './translate-error.ts';

/**
 * Connections to PostgreSQL. With a watch on the server, whoever waits for one that stands still hears within two seconds that it is
 * away (R80), on whatever statement and in whatever place of the line, and others at once; afterwards all connections are new ones.
 */
export function openWatchedPool(
  connection: PostgresConnection,
  options: { readonly maxConnections: number; readonly watch: ServerWatch | undefined },
): PostgresPool {
  const { watch, maxConnections } = options;
  const { connectWithinMs, idleMs, statementMs } = tunables.database;
  const pool = new pg.Pool({
    ...connection,
    Client: PreparingClient,
    max: maxConnections,
    connectionTimeoutMillis: connectWithinMs,
    idleTimeoutMillis: idleMs,
    query_timeout: statementMs,
    keepAlive: true,
  });
  // A connection that breaks is replaced at the next query, and whoever used it is told; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const connect = () => pool.connect().catch(failWith);
  if (watch) follow(pool, watch);
  return { options: {}, connect: watch ? inLine(connect, watch) : connect, end: () => pool.end() };
}

/** Whoever is in line for a connection waits as whoever has one does: a line that is long by load is no server that is away. */
function inLine(connect: () => Promise<pg.PoolClient>, watch: ServerWatch): () => Promise<pg.PoolClient> {
  const waiting = new Set<(reason: Error) => void>();
  watch.onAway(() => {
    for (const refuse of waiting) refuse(new AppError('STORE_UNAVAILABLE'));
  });
  return async () => {
    if (watch.isAway) throw new AppError('STORE_UNAVAILABLE');
    const { promise: refused, reject } = Promise.withResolvers<never>();
    const leave = watch.waiting();
    waiting.add(reject);
    const client = connect();
    try {
      return await Promise.race([client, refused]);
    } catch (error) {
      // One that comes all the same is nobody's.
      client.then(
        (late) => late.release(),
        () => {},
      );
      throw error;
    } finally {
      waiting.delete(reject);
      leave();
    }
  };
}

/** Whoever has a connection in hand waits; when the server is found to be away, all connections are cut. */
function follow(pool: pg.Pool, watch: ServerWatch): void {
  const open = new Set<pg.Client>();
  const held = new Map<pg.Client, () => void>();
  const letGo = (client: pg.Client) => {
    held.get(client)?.();
    held.delete(client);
  };
  pool.on('connect', (client) => open.add(client));
  pool.on('acquire', (client) => held.set(client, watch.waiting()));
  pool.on('release', (_error, client) => letGo(client));
  pool.on('remove', (client) => {
    open.delete(client);
    letGo(client);
  });
  watch.onAway(() => {
    for (const client of open) cut(client, new AppError('STORE_UNAVAILABLE'));
  });
}
