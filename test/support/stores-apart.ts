import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExternalServer } from './external-postgres.ts';
import { type Gate, openGate } from './gate.ts';
import { missingEngine, startSidecar } from './qdrant/start-qdrant.ts';
import { openRedisServer, redisMissing } from './redis-server.ts';
import { serveBucket } from './serve-bucket.ts';

/** Why the stores of a deployment cannot be had on this machine; `null` where they can. */
export const storesMissing = redisMissing ?? (missingEngine() || null);

/** A store as a process of this machine, with the way to it: either can be made to fail. */
export type StoreApart = {
  readonly gate: Gate;
  /** Stops it in the middle of everything, so that it neither answers nor refuses, and lets it go on. */
  pause(): Promise<unknown>;
  resume(): Promise<unknown>;
  /** Kills it; its data stay. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
};

/** PostgreSQL, Redis, Qdrant's engine and a server that speaks S3, each behind a gate. */
export type StoresApart = {
  /** What processes are told of them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly postgres: StoreApart & Pick<Awaited<ReturnType<typeof openExternalServer>>, 'connection'>;
  readonly redis: StoreApart;
  readonly qdrant: StoreApart & { readonly url: string; readonly apiKey: string };
  readonly bucket: { readonly gate: Gate };
  close(): Promise<void>;
};

export async function openStoresApart(): Promise<StoresApart> {
  const endings: (() => Promise<unknown>)[] = [];
  const opened = async <T extends { close(): Promise<unknown> }>(server: Promise<T>): Promise<T> => {
    const found = await server;
    endings.push(() => found.close());
    return found;
  };
  const gateTo = (port: number) => opened(openGate(port));

  const [postgres, redis, bucket] = await Promise.all([
    opened(openExternalServer()),
    opened(openRedisServer()),
    opened(serveBucket()),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'sourcier-qdrant-'));
  endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  let sidecar = await startSidecar({ folder });
  endings.push(() => sidecar.kill());
  const { url, apiKey } = sidecar;
  const portOf = (address: string) => Number(new URL(address).port);
  const gates = {
    postgres: await gateTo(postgres.connection.port),
    redis: await gateTo(redis.port),
    qdrant: await gateTo(portOf(url)),
    bucket: await gateTo(portOf(bucket.settings.endpoint ?? '')),
  };
  const { user, host, database, password } = postgres.connection;
  return {
    environment: {
      DATABASE_URL: `postgres://${user}@${host}:${gates.postgres.port}/${database}`,
      DATABASE_PASSWORD: password,
      REDIS_URL: `redis://127.0.0.1:${gates.redis.port}`,
      REDIS_PASSWORD: redis.password,
      INDEX: 'qdrant',
      QDRANT_URL: `http://127.0.0.1:${gates.qdrant.port}`,
      QDRANT_API_KEY: apiKey,
      ...bucket.environment,
      S3_ENDPOINT: `http://127.0.0.1:${gates.bucket.port}`,
      EMBEDDINGS: 'none',
      LOG_LEVEL: 'warn',
    },
    postgres: {
      gate: gates.postgres,
      connection: postgres.connection,
      pause: () => postgres.signal('SIGSTOP'),
      resume: () => postgres.signal('SIGCONT'),
      kill: () => postgres.stop('SIGKILL'),
      start: postgres.start,
    },
    redis: {
      gate: gates.redis,
      pause: async () => redis.signal('SIGSTOP'),
      resume: async () => redis.signal('SIGCONT'),
      kill: () => redis.stop('SIGKILL'),
      start: redis.start,
    },
    qdrant: {
      gate: gates.qdrant,
      url,
      apiKey,
      pause: async () => sidecar.pause(),
      resume: async () => sidecar.resume(),
      kill: () => sidecar.kill(),
      start: async () => {
        sidecar = await startSidecar({ folder, port: portOf(url), apiKey });
      },
    },
    bucket: { gate: gates.bucket },
    close: async () => {
      for (const gate of Object.values(gates)) gate.open();
      sidecar.resume();
      while (endings.length > 0) await endings.pop()?.();
    },
  };
}
