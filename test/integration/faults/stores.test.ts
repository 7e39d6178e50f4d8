import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLocalIssuer } from '../../../src/adapters/local-issuer/local-issuer.ts';
import { type ApiClient, createApiClient, eventually, type Reply } from '../../support/api-client.ts';
import {
  environmentFor,
  makeDataFolder,
  nodeArguments,
  type RunningSourcier,
  runCli,
  startProcess,
} from '../../support/sourcier-process.ts';
import {
  openStoresApart,
  type StoreApart,
  type StoresApart,
  storesMissing,
} from '../../support/stores-apart.ts';

const org = 'bellerive';
const workerMain = join(import.meta.dirname, '..', '..', '..', 'workers', 'main.ts');

/** An API and a worker as processes, whose stores stand still, or are reached late or not at all. */
describe.skipIf(storesMissing !== null)(
  `stores that do not answer ${storesMissing ?? ''}`,
  { timeout: 150_000 },
  () => {
    let stores: StoresApart;
    let api: RunningSourcier;
    let worker: RunningSourcier;
    let alice: ApiClient;
    const endings: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      const data = await makeDataFolder();
      endings.push(data.remove);
      stores = await openStoresApart();
      endings.push(stores.close);
      const file = join(data.path, 'bellerive.yaml');
      await writeFile(
        file,
        `organisation: ${org}\nusers: [alice]\nspaces: { mairie: { title: Vie municipale, members: [org:${org}] } }\n`,
      );
      const applied = await runCli(data.path, ['org', 'apply', file], stores.environment);
      expect(applied).toMatchObject({ exitCode: 0 });
      const start = async (...args: string[]) => {
        const running = await startProcess(args, environmentFor(data.path, stores.environment));
        endings.push(running.kill);
        return running;
      };
      [api, worker] = await Promise.all([
        start(...nodeArguments, 'serve', '--no-work', '--json'),
        start('--disable-warning=ExperimentalWarning', workerMain),
      ]);
      const issuer = await openLocalIssuer(join(data.path, 'keys', 'issuer.json'));
      const { token } = await issuer.issue({ org, subject: 'alice' });
      alice = createApiClient(api.address, token);
      await upload('horaires');
      await found('horaires');
    });
    afterAll(async () => {
      while (endings.length > 0) await endings.pop()?.();
    });

    const upload = (word: string) =>
      alice.upload({ space: 'mairie' }, `${word}.txt`, `Note : le mot ${word}.`);
    const search = (word: string) => alice.post('/v1/search', { query: word });
    const paths = ({ body }: Reply) =>
      (body as { results?: readonly { document: { path: string } }[] }).results?.map(
        ({ document }) => document.path,
      );
    const found = (word: string) =>
      eventually(async () => paths(await search(word))?.includes(`${word}.txt`) === true, {
        withinMs: 30_000,
      });

    /** What was asked, how it was answered and after how long. */
    type Asked = {
      readonly what: string;
      readonly status: number;
      readonly code?: string;
      readonly tookMs: number;
    };
    async function timed(what: string, ask: () => Promise<Reply>): Promise<Asked> {
      const began = performance.now();
      const { status, body } = await ask();
      const { code } = body as { readonly code?: string };
      return { what, status, ...(code !== undefined && { code }), tookMs: performance.now() - began };
    }
    /** Many people at once, again and again for longer than an answer may take: none may take the place of another. */
    async function askMany(rounds = 5): Promise<Asked[]> {
      const asked: Promise<Asked>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (let person = 0; person < 6; person += 1) asked.push(timed('search', () => search('horaires')));
        asked.push(timed('list', () => alice.get('/v1/documents')));
        asked.push(timed('ready', () => alice.get('/health/ready')));
        asked.push(timed('live', () => alice.get('/health/live')));
        await sleep(500);
      }
      return Promise.all(asked);
    }
    const outcomes = (asked: readonly Asked[], what: string) => [
      ...new Set(
        asked.filter((one) => one.what === what).map(({ status, code }) => `${status} ${code ?? ''}`.trim()),
      ),
    ];

    const away = '503 STORE_UNAVAILABLE';
    const expected = {
      postgres: { search: away, list: away, ready: '503' },
      qdrant: { search: away, list: '200', ready: '503' },
      redis: { search: '200', list: '200', ready: '200' },
    } as const;
    const faults = {
      'stands still': (store: StoreApart) => store.pause(),
      'is not reached': async (store: StoreApart) => store.gate.hold(),
      'is reached two seconds late': async (store: StoreApart) => store.gate.delay(2_000),
    } as const;
    const cases = (['postgres', 'qdrant', 'redis'] as const).flatMap((name) =>
      (Object.keys(faults) as (keyof typeof faults)[]).map((fault) => ({ name, fault })),
    );

    test.each(
      cases,
    )('R80: $name $fault: 503 within two seconds where it is needed, and all goes on by itself', async ({
      name,
      fault,
    }) => {
      const store = stores[name];
      const before = `avant${randomUUID().slice(0, 8)}`;
      expect(await upload(before)).toMatchObject({ status: 202 });
      await faults[fault](store);
      const asked = await askMany();
      const during = `pendant${randomUUID().slice(0, 8)}`;
      const added = await timed('upload', () => upload(during));
      await store.resume();
      store.gate.open();

      const returned = performance.now();
      await eventually(
        async () =>
          (await search('horaires')).status === 200 && (await alice.get('/health/ready')).status === 200,
        { withinMs: 30_000 },
      );
      await found(before);
      expect(performance.now() - returned).toBeLessThan(30_000);

      for (const what of ['search', 'list', 'ready'] as const)
        expect([what, ...outcomes(asked, what)]).toEqual([what, expected[name][what]]);
      expect(outcomes(asked, 'live')).toEqual(['200']);
      expect(Math.max(...[...asked, added].map(({ tookMs }) => tookMs))).toBeLessThan(2_000);
      expect(added.status).toBe(name === 'postgres' ? 503 : 202);
      if (added.status === 202) await found(during);
      const listed = (await alice.get('/v1/documents?limit=200')).body as { documents: { path: string }[] };
      const names = listed.documents.map(({ path }) => path);
      expect(names).toEqual([...new Set(names)]);
      for (const { process: running } of [api, worker]) expect(running.exitCode).toBeNull();
    });

    test('R80: a PostgreSQL that is killed in the middle of requests ends none of the processes', async () => {
      const asked = askMany(8);
      await sleep(700);
      await stores.postgres.kill();
      await sleep(1_500);
      await stores.postgres.start();
      const replies = await asked;
      expect(outcomes(replies, 'search').toSorted()).toEqual(['200', away]);
      await found('horaires');
      for (const { process: running } of [api, worker]) expect(running.exitCode).toBeNull();
    });
  },
);
