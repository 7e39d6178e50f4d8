import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '../../test/simulator/disorder.ts';
import { killTree } from '../crash/kill.ts';
import type { Deployment } from './deployment.ts';

/** A fault of a store, from when to when, in milliseconds of `performance.now()`. */
export type Fault = { readonly name: string; readonly from: number; readonly until: number };

/** Kills each worker with this probability, again and again, and starts another in its place. Gives how many were killed. */
export async function killWorkers(
  deployment: Pick<Deployment, 'workers' | 'startWorker'>,
  options: { readonly probability: number; readonly everyMs: number; readonly seed: number },
  signal: AbortSignal,
): Promise<number> {
  const random = randomFrom(options.seed);
  const { workers, startWorker } = deployment;
  const starting = new Map<number, Promise<void>>();
  let killed = 0;
  /** A store may be away meanwhile: then the start fails, and is tried again as that of a container is. */
  const startAt = async (at: number) => {
    for (let isStarted = false; !isStarted; )
      isStarted = await startWorker().then(
        (fresh) => {
          workers[at] = fresh;
          return true;
        },
        () => sleep(1_000, false),
      );
    starting.delete(at);
  };
  while (!signal.aborted) {
    await sleep(options.everyMs, undefined, { signal }).catch(() => {});
    for (const [at, { process, kill }] of workers.entries()) {
      if (signal.aborted || starting.has(at) || random() >= options.probability) continue;
      if (process.pid !== undefined) killTree(process.pid);
      await kill();
      killed += 1;
      starting.set(at, startAt(at));
    }
  }
  await Promise.all(starting.values());
  return killed;
}

/** Makes the stores fail in turn, each for a while with calm between. Gives what failed when; the round is done to its end. */
export async function failStores(
  { stores }: Pick<Deployment, 'stores'>,
  { lastsMs, calmMs }: { readonly lastsMs: number; readonly calmMs: number },
  onFault: (fault: Fault) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { postgres, redis, qdrant, bucket } = stores;
  const round: readonly (readonly [string, () => unknown, () => unknown])[] = [
    ['postgres paused', postgres.pause, postgres.resume],
    ['qdrant paused', qdrant.pause, qdrant.resume],
    ['redis paused', redis.pause, redis.resume],
    ['postgres unreachable', postgres.gate.hold, postgres.gate.open],
    ['qdrant slow', () => qdrant.gate.delay(2_000), qdrant.gate.open],
    ['redis killed', redis.kill, redis.start],
    ['postgres slow', () => postgres.gate.delay(2_000), postgres.gate.open],
    ['bucket unreachable', bucket.gate.hold, bucket.gate.open],
    ['postgres killed', postgres.kill, postgres.start],
    ['qdrant killed', qdrant.kill, qdrant.start],
  ];
  while (!signal.aborted)
    for (const [name, begin, end] of round) {
      await sleep(calmMs);
      const from = performance.now();
      await begin();
      await sleep(lastsMs);
      await end();
      await onFault({ name, from, until: performance.now() });
    }
}
