import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLocalIssuer } from '../../../src/adapters/local-issuer/local-issuer.ts';
import { type ApiClient, createApiClient, eventually } from '../../support/api-client.ts';
import { openExternalServer } from '../../support/external-postgres.ts';
import { missingEngine, type Sidecar, startSidecar } from '../../support/qdrant/start-qdrant.ts';
import { openRedisServer, redisMissing } from '../../support/redis-server.ts';
import { serveBucket } from '../../support/serve-bucket.ts';
import {
  environmentFor,
  makeDataFolder,
  nodeArguments,
  type RunningSourcier,
  runCli,
  startProcess,
} from '../../support/sourcier-process.ts';

const org = 'bellerive';
const workerMain = join(import.meta.dirname, '..', '..', '..', 'workers', 'main.ts');
const organisation = (readersOfRh: string) => `
organisation: ${org}
users: [alice, bruno]
spaces:
  rh: { title: Ressources humaines, members: [${readersOfRh}] }
  mairie: { title: Vie municipale, members: [org:${org}] }
`;
const missing = redisMissing ?? (missingEngine() || null);

/** The services of docker-compose.yml as processes of this machine: their own mains, and servers that speak as theirs do. */
describe.skipIf(missing !== null)(
  `two APIs and two workers, apart ${missing ?? ''}`,
  { timeout: 150_000 },
  () => {
    let qdrant: Sidecar;
    let apis: RunningSourcier[];
    let workers: RunningSourcier[];
    let apply: (readersOfRh: string) => Promise<void>;
    /** A person at each API. */
    let alice: readonly ApiClient[];
    let bruno: readonly ApiClient[];
    const endings: (() => Promise<unknown>)[] = [];
    const opened = async <T extends { close(): Promise<unknown> }>(server: Promise<T>): Promise<T> => {
      const { close } = await server;
      endings.push(close);
      return server;
    };

    beforeAll(async () => {
      const data = await makeDataFolder();
      endings.push(data.remove);
      const [postgres, redis, bucket] = await Promise.all([
        opened(openExternalServer()),
        opened(openRedisServer()),
        opened(serveBucket()),
      ]);
      qdrant = await opened(startSidecar());
      const stores = {
        ...postgres.environment,
        ...redis.environment,
        ...bucket.environment,
        INDEX: 'qdrant',
        QDRANT_URL: qdrant.url,
        QDRANT_API_KEY: qdrant.apiKey,
        BLOB_ENCRYPTION: 'on',
        EMBEDDINGS: 'none',
        LOG_LEVEL: 'warn',
      };
      apply = async (readersOfRh) => {
        const file = join(data.path, 'bellerive.yaml');
        await writeFile(file, organisation(readersOfRh));
        expect(await runCli(data.path, ['org', 'apply', file], stores)).toMatchObject({ exitCode: 0 });
      };
      await apply('user:alice');
      const start = async (...args: string[]) => {
        const running = await startProcess(args, environmentFor(data.path, stores));
        endings.push(running.kill);
        return running;
      };
      const api = () => start(...nodeArguments, 'serve', '--no-work', '--json');
      const worker = () => start('--disable-warning=ExperimentalWarning', workerMain);
      apis = await Promise.all([api(), api()]);
      workers = await Promise.all([worker(), worker()]);
      const issuer = await openLocalIssuer(join(data.path, 'keys', 'issuer.json'));
      const as = async (subject: string) => {
        const { token } = await issuer.issue({ org, subject });
        return apis.map(({ address }) => createApiClient(address, token));
      };
      [alice, bruno] = await Promise.all([as('alice'), as('bruno')]);
    });
    afterAll(async () => {
      while (endings.length > 0) await endings.pop()?.();
    });

    async function paths(client: ApiClient): Promise<string[]> {
      const { status, body } = await client.post('/v1/search', { query: 'Kerbrat' });
      expect(status).toBe(200);
      const { results } = body as { results: readonly { document: { path: string } }[] };
      return results.map(({ document }) => document.path).toSorted();
    }
    const atBoth = (clients: readonly ApiClient[]) => Promise.all(clients.map(paths));
    const found = (clients: readonly ApiClient[], expected: readonly string[]) =>
      expect
        .poll(() => atBoth(clients), { timeout: 60_000, interval: 200 })
        .toEqual(clients.map(() => expected));
    async function upload(client: ApiClient | undefined, space: string, name: string): Promise<void> {
      const reply = await client?.upload({ space }, name, `Note ${name} : le parking Kerbrat ferme.`);
      expect(reply).toMatchObject({ status: 202 });
    }

    test('R01: what is uploaded at either API is read by a worker and found at both, by those who may', async () => {
      await upload(alice[0], 'mairie', 'horaires.txt');
      await upload(alice[1], 'rh', 'primes.txt');
      await found(alice, ['horaires.txt', 'primes.txt']);
      expect(await atBoth(bruno)).toEqual([['horaires.txt'], ['horaires.txt']]);
    });

    test('R04: a right that is taken away is gone at both APIs at once', async () => {
      await apply('');
      expect(await atBoth(alice)).toEqual([['horaires.txt'], ['horaires.txt']]);
      await apply('user:alice');
      expect(await atBoth(alice)).toEqual([
        ['horaires.txt', 'primes.txt'],
        ['horaires.txt', 'primes.txt'],
      ]);
    });

    test('R87: a worker that is killed is missed by nobody', async () => {
      await workers[0]?.kill();
      await upload(alice[0], 'mairie', 'marche.txt');
      await found(bruno, ['horaires.txt', 'marche.txt']);
    });

    test('R88: an index that was lost is filled again by a worker when an API without work notices', async () => {
      const ask = (path: string, method = 'GET') =>
        fetch(new URL(path, qdrant.url), { method, headers: { 'api-key': qdrant.apiKey } });
      const listed = (await (await ask('/collections')).json()) as {
        result: { collections: readonly { name: string }[] };
      };
      expect(listed.result.collections).toHaveLength(2);
      for (const { name } of listed.result.collections)
        expect((await ask(`/collections/${name}`, 'DELETE')).status).toBe(200);
      await eventually(async () => (await paths(alice[0] as ApiClient)).length > 0, { withinMs: 60_000 });
      await found(alice, ['horaires.txt', 'marche.txt', 'primes.txt']);
      expect(await atBoth(bruno)).toEqual([
        ['horaires.txt', 'marche.txt'],
        ['horaires.txt', 'marche.txt'],
      ]);
      expect(apis[0]?.output()).toContain('the index had to be made anew');
      expect(workers[1]?.output()).toContain('the index differed from the database');
    });
  },
);
