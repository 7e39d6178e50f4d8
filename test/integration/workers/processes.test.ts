import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { type Database, openDatabase } from '../../../src/adapters/postgres/database.ts';
import { openStores, type Stores } from '../../../src/compose/stores.ts';
import { issueLocalToken } from '../../../src/core/access/issue-local-token.ts';
import { type ApiClient, createApiClient } from '../../support/api-client.ts';
import { openExternalServer } from '../../support/external-postgres.ts';
import { openRedisServer, type RedisServer, redisMissing } from '../../support/redis-server.ts';
import {
  environmentFor,
  makeDataFolder,
  type RunningSourcier,
  startProcess,
} from '../../support/sourcier-process.ts';
import { anOrganisation, aSubmission, classFor } from '../../support/test-stores.ts';

const org = 'bellerive';

describe.skipIf(redisMissing !== null)(
  `several processes on one database and one Redis ${redisMissing ?? ''}`,
  () => {
    let redis: RedisServer;
    let stores: Stores;
    let database: Database;
    let variables: Record<string, string>;
    let accessClass: number;
    let api: RunningSourcier;
    let alice: ApiClient;
    let workers: RunningSourcier[] = [];
    const endings: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      redis = await openRedisServer();
      endings.push(redis.close);
      const postgres = await openExternalServer();
      endings.push(postgres.close);
      const data = await makeDataFolder();
      endings.push(data.remove);
      variables = environmentFor(data.path, {
        ...postgres.environment,
        ...redis.environment,
        EMBEDDINGS: 'none',
      });
      const environment = readEnvironment(variables);
      stores = await openStores(environment);
      endings.push(async () => {
        await stores.queue.close();
        await stores.close();
      });
      if (!environment.database) throw new Error('no database');
      database = await openDatabase(environment.database, { maxConnections: 4 });
      endings.push(() => database.destroy());
      await stores.access.applyOrganisation(anOrganisation(), stores.issuer.issuer);
      accessClass = await classFor(stores, org, 'space:mairie');
      api = await start('api');
      endings.push(() => api.stop());
      alice = createApiClient(api.address, (await issueLocalToken(stores, org, 'alice')).token);
    });
    afterAll(async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      while (endings.length > 0) await endings.pop()?.();
    });

    function start(role: 'api' | 'work'): Promise<RunningSourcier> {
      const script = join(import.meta.dirname, 'process.ts');
      return startProcess(['--disable-warning=ExperimentalWarning', script, role], variables);
    }

    /** As many workers at least: those that other tests left are there still, for a start costs seconds. */
    async function haveWorkers(count: number): Promise<void> {
      workers = workers.filter(({ process }) => process.exitCode === null && process.signalCode === null);
      const missing = Math.max(0, count - workers.length);
      workers.push(...(await Promise.all(Array.from({ length: missing }, () => start('work')))));
    }

    const isUnderWay = async () => (await stores.queue.counts()).active > 0;

    /** Submits notes as an upload does, each with a word that is its own. */
    async function submitNotes(count: number): Promise<string[]> {
      const name = randomBytes(4).toString('hex');
      const ids: string[] = [];
      for (let at = 0; at < count; at += 1) {
        const text = `Note ${at} du conseil, lot${name}.`;
        const blob = await stores.blobs.put(org, Buffer.from(text), { maxBytes: 10_000 });
        const submission = aSubmission({
          accessClass,
          externalId: `${name}-${at}.txt`,
          text,
          lane: 'interactive',
        });
        ids.push((await stores.documents.submit({ ...submission, ...blob })).id);
      }
      return ids;
    }

    /** Waits until all are found by their words, each with its one chunk, and nothing is left to do. */
    async function expectAllFound(ids: readonly string[], timeout = 30_000): Promise<void> {
      await expect
        .poll(
          async () => {
            const { rows } = await sql<{ state: string; count: number }>`
            select state, count(*)::int as count from document where org = ${org} and id = any(${ids}::uuid[])
             group by state`.execute(database);
            return rows;
          },
          { timeout, interval: 200 },
        )
        .toEqual([{ state: 'searchable-words', count: ids.length }]);
      const { rows } = await sql`
      select count(*)::int as chunks, count(distinct document_id)::int as documents from chunk
       where org = ${org} and document_id = any(${ids}::uuid[])`.execute(database);
      expect(rows).toEqual([{ chunks: ids.length, documents: ids.length }]);
      const indexed = new Set((await stores.index.listDocuments(org)).map(({ id }) => id));
      expect(ids.filter((id) => !indexed.has(id))).toEqual([]);
    }

    test('what comes in at the API is read by workers, and each tells of its health', async () => {
      await haveWorkers(2);
      await expectAllFound(await submitNotes(10));
      for (const { address } of workers) {
        const health = createApiClient(address, '');
        expect(await health.get('/health/live')).toMatchObject({ status: 200 });
        expect(await health.get('/health/ready')).toMatchObject({ status: 200, body: { troubles: [] } });
        const counted = await (await fetch(`${address}/metrics`)).text();
        expect(counted).toContain('sourcier_job_seconds');
        expect(counted).toContain('sourcier_oldest_waiting_seconds');
        expect(await health.get('/v1/spaces')).toMatchObject({ status: 404 });
      }
    });

    test('R79: a Redis that is wiped while jobs wait and run loses none of them, and none is done twice', async () => {
      await haveWorkers(2);
      // The workers sleep meanwhile, so that all are there when they begin.
      for (const worker of workers) worker.process.kill('SIGSTOP');
      const ids = await submitNotes(60);
      for (const worker of workers) worker.process.kill('SIGCONT');
      await expect.poll(isUnderWay, { timeout: 10_000, interval: 5 }).toBe(true);
      await redis.ask((client) => client.flushall());
      await expectAllFound(ids);
    });

    test('R80: while Redis stands still or is gone, the API answers and takes documents; work goes on within 30 s', async () => {
      await haveWorkers(1);
      const away: readonly { leave(): unknown; comeBack(): unknown }[] = [
        { leave: () => redis.signal('SIGSTOP'), comeBack: () => redis.signal('SIGCONT') },
        { leave: () => redis.stop('SIGKILL'), comeBack: () => redis.start() },
      ];
      for (const { leave, comeBack } of away) {
        await leave();
        const ids = await submitNotes(5);
        expect(await alice.post('/v1/search', { query: 'conseil' })).toMatchObject({ status: 200 });
        for (const [path, status] of [
          ['/health/ready', 200],
          ['/metrics', 503],
        ] as const) {
          const asked = performance.now();
          expect((await alice.get(path)).status).toBe(status);
          expect(performance.now() - asked).toBeLessThan(2_000);
        }
        await sleep(3_000);
        await comeBack();
        await expectAllFound(ids);
      }
    });

    test('R87: a worker that is asked to stop under load ends in order within 30 s, one that is killed is made up for; no job is lost', async () => {
      await haveWorkers(3);
      const submitted = submitNotes(50);
      await expect.poll(isUnderWay, { timeout: 10_000, interval: 5 }).toBe(true);
      const asked = performance.now();
      const [stopped, killed] = workers;
      await killed?.kill();
      expect(await stopped?.stop()).toBe(0);
      expect(performance.now() - asked).toBeLessThan(30_000);
      // What the killed one had in hand is given to another one when its lock is over.
      await expectAllFound(await submitted, 120_000);
    }, 180_000);
  },
);
