import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Why tests that need Redis cannot run here; `null` where they can. */
export const redisMissing =
  spawnSync('redis-server', ['--version']).status === 0 ? null : 'redis-server (Debian) is not installed';

/** A Redis with an append-only file in a folder of its own, which goes with it. */
export type RedisServer = {
  readonly url: string;
  readonly password: string;
  readonly port: number;
  /** What Sourcier is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Asks it something, on a connection of its own. */
  ask<T>(work: (client: Redis) => Promise<T>): Promise<T>;
  /** Its process: to stop it in the middle (SIGSTOP, SIGCONT), or to kill it. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it, by SIGTERM unless told, and waits; what it was given stays in its folder. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** `settings` are lines of its configuration, as `--appendonly no`. */
export async function openRedisServer(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sourcier-redis-'));
  const port = await freePort();
  const password = 'un-mot-de-passe';
  let server: ChildProcess | null = null;
  let ended = Promise.resolve();

  async function ask<T>(work: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis({ port, password, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      return await work(client);
    } finally {
      client.disconnect();
    }
  }

  async function start(): Promise<void> {
    const usual = ['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--requirepass', password];
    const child = spawn('redis-server', [...place, ...usual, ...settings], { stdio: 'ignore' });
    server = child;
    ended = new Promise((resolve) => child.once('exit', () => resolve()));
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await ask((client) => client.ping()).catch(() => null);
      if (answer === 'PONG') return;
      await sleep(25);
    }
    throw new Error('redis-server does not answer');
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    server?.kill('SIGCONT');
    server?.kill(signal);
    await ended;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    password,
    port,
    environment: { REDIS_URL: `redis://127.0.0.1:${port}`, REDIS_PASSWORD: password },
    ask,
    signal: (signal) => void server?.kill(signal),
    stop,
    start,
    close: async () => {
      await stop('SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
