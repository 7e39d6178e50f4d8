import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openRedisQueue } from '../../../src/adapters/bullmq/redis-queue.ts';
import { codeOf } from '../../../src/core/errors.ts';
import { openRedisServer, redisMissing } from '../../support/redis-server.ts';
import { behavesAsJobQueue } from './behaviour.ts';

const connectionTo = ({ port, password }: { readonly port: number; readonly password: string }) => ({
  host: '127.0.0.1',
  port,
  database: 0,
  password,
  prefix: 'essai',
});

describe.skipIf(redisMissing !== null)(`on Redis ${redisMissing ?? ''}`, () => {
  behavesAsJobQueue('BullMQ on Redis', async () => {
    const redis = await openRedisServer();
    return {
      open: () => openRedisQueue(connectionTo(redis), { onWarning: () => {} }),
      strand: ({ payload }, deaths) =>
        redis.ask(async (client) => {
          const [key = ''] = await client.keys(`essai:*:*${payload.id}*`);
          const [, queue = '', id = ''] = key.split(':');
          const of = (name: string) => `essai:${queue}:${name}`;
          await client.multi().zrem(of('prioritized'), id).lrem(of('wait'), 0, id).exec();
          await client.multi().lpush(of('active'), id).sadd(of('stalled'), id).exec();
          await client.multi().hset(key, { stc: deaths, ats: deaths }).del(of('stalled-check')).exec();
        }),
      close: redis.close,
    };
  });

  test('R79: a Redis that was wiped, or started again, may have lost jobs; one that went on has not', async () => {
    const redis = await openRedisServer();
    const queue = await openRedisQueue(connectionTo(redis), { onWarning: () => {} });
    const wasLost = () => queue.mendIfLost(async () => {});
    expect([await wasLost(), await wasLost()]).toEqual([true, false]);
    await redis.ask((client) => client.flushall());
    expect([await wasLost(), await wasLost()]).toEqual([true, false]);
    // Wiped while it is mended: once more.
    await redis.ask((client) => client.flushall());
    await queue.mendIfLost(() => redis.ask(async (client) => void (await client.flushall())));
    expect([await wasLost(), await wasLost()]).toEqual([true, false]);
    await redis.stop('SIGKILL');
    await expect(wasLost()).rejects.toThrow();
    await redis.start();
    await expect.poll(() => wasLost().catch(() => 'away'), { timeout: 10_000 }).toBe(true);
    expect(await wasLost()).toBe(false);
    await queue.close();
    await redis.close();
  });

  test('R80: a Redis that stands still or is gone is told as such within two seconds, and answers again by itself', async () => {
    const redis = await openRedisServer();
    const queue = await openRedisQueue(connectionTo(redis), { onWarning: () => {} });
    const failsSoon = async () => {
      // A clock of this process, which is late as it is on a busy machine.
      const late = sleep(2_000, 'late', { ref: false });
      const told = queue.counts().catch((error: unknown) => codeOf(error));
      expect(await Promise.race([told, late])).toBe('STORE_UNAVAILABLE');
    };
    redis.signal('SIGSTOP');
    await failsSoon();
    redis.signal('SIGCONT');
    await expect
      .poll(() => queue.counts().catch(() => null), { timeout: 10_000 })
      .toMatchObject({ waiting: 0 });
    await redis.stop();
    await failsSoon();
    await redis.start();
    await expect
      .poll(() => queue.counts().catch(() => null), { timeout: 10_000 })
      .toMatchObject({ waiting: 0 });
    await queue.close();
    await redis.close();
  });

  test('a Redis that may throw jobs away is refused, one without a log is warned of, a wrong password says so', async () => {
    const refused = await openRedisServer(['--maxmemory-policy', 'allkeys-lru']);
    await expect(openRedisQueue(connectionTo(refused), { onWarning: () => {} })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      detail: expect.stringContaining('noeviction'),
    });
    await refused.close();

    const forgetful = await openRedisServer(['--appendonly', 'no']);
    const warnings: string[] = [];
    const queue = await openRedisQueue(connectionTo(forgetful), {
      onWarning: (text) => void warnings.push(text),
    });
    expect(warnings).toEqual([expect.stringContaining('appendonly yes')]);
    await queue.close();
    const wrong = { ...connectionTo(forgetful), password: 'un-autre' };
    await expect(openRedisQueue(wrong, { onWarning: () => {} })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringContaining('password'),
    });
    await forgetful.close();
  });
});
