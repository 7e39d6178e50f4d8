import { Redis, type RedisOptions } from 'ioredis';
import type { RedisServer } from '../../../config/store-servers.ts';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';

/** Where Redis is. */
export type RedisConnection = Omit<RedisServer, 'prefix'>;

export type OpenedRedis = {
  /** Answers or fails within `tunables.queue.answerMs`. */
  readonly client: Redis;
  /** Another connection, whose commands wait until the server is there. */
  forWorkers(): Redis;
};

/**
 * Connects, and looks whether this Redis keeps what it is given.
 * @throws AppError `CONFIGURATION_INVALID` with what to change; `STORE_UNAVAILABLE`
 */
export async function openRedis(
  { database: db, ...server }: RedisConnection,
  { onWarning }: { readonly onWarning: (warning: string) => void },
): Promise<OpenedRedis> {
  const { answerMs, reconnectMs } = tunables.queue;
  const common: RedisOptions = {
    ...server,
    db,
    connectTimeout: answerMs,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(100 * times, reconnectMs),
  };
  const open = (options: RedisOptions) => {
    const client = new Redis({ ...common, ...options });
    // It connects again by itself; without a listener an error would end the process.
    client.on('error', () => {});
    return client;
  };
  const client = open({
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: answerMs,
  });
  try {
    await client.connect();
    check(await client.info(), onWarning);
  } catch (cause) {
    client.disconnect();
    if (cause instanceof AppError) throw cause;
    throw new AppError('STORE_UNAVAILABLE', {
      cause,
      detail: 'REDIS_URL: Redis does not answer, or refuses the password; check address, password and TLS.',
    });
  }
  return { client, forWorkers: () => open({ maxRetriesPerRequest: null }) };
}

/** Which run of the server this is: another one after each start, and after a failover. */
export async function runIdOf(client: Redis): Promise<string> {
  return fieldOf(await client.info('server'), 'run_id');
}

/** `INFO` tells what `CONFIG` would, which many hosts forbid. */
function check(info: string, onWarning: (warning: string) => void): void {
  const version = fieldOf(info, 'redis_version');
  if (Number.parseInt(version, 10) < 7) refuse(`Redis ${version} is too old: 7 or later is needed.`);
  const policy = fieldOf(info, 'maxmemory_policy');
  if (policy !== 'noeviction')
    refuse(`Redis may throw jobs away when its memory is full (maxmemory-policy ${policy}): set noeviction.`);
  if (fieldOf(info, 'aof_enabled') !== '1')
    onWarning(
      'Redis keeps no append-only file: set appendonly yes. After each restart of Redis, all that waits is otherwise worked out again.',
    );
}

function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
}

function refuse(detail: string): never {
  throw new AppError('CONFIGURATION_INVALID', { detail: `REDIS_URL: ${detail}` });
}
