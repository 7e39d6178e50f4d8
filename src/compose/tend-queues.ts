import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../config/tunables.ts';
import { codeOf } from '../core/errors.ts';
import { pullQueue } from '../core/workplace/pull-queue.ts';
import type { Source } from '../core/workplace/source.ts';
import type { Logger } from '../ports/logger.ts';
import type { Engines } from './engines.ts';
import type { Stores } from './stores.ts';

type Pulled = Source & { readonly exportUrl: string };

/**
 * Fetches events of workplaces that cannot call out, until `stopping`: at once where more may wait, else every few seconds, and
 * less often where one does not answer. Each is pulled by itself, so none waits for another: rights travel here.
 */
export async function tendQueues(
  stores: Stores,
  engines: Pick<Engines, 'workplaceClient'>,
  options: {
    readonly poke: () => void;
    /** True while this process does what one of several does for all. */
    readonly leads: () => Promise<boolean>;
    readonly logger: Logger;
    readonly stopping: AbortSignal;
  },
): Promise<void> {
  const { poke, leads, logger, stopping } = options;
  const { pollMs, longestRetryMs } = tunables.workplace.pull;
  const deps = { ...stores, client: engines.workplaceClient, clock: () => new Date() };
  const underWay = new Map<string, Promise<void>>();
  const troubles = new Map<string, { readonly attempts: number; readonly until: number }>();

  async function pull(key: string, source: Pulled): Promise<void> {
    try {
      while (!stopping.aborted && (await pullQueue(deps, source, { signal: stopping }))) poke();
      troubles.delete(key);
      poke();
    } catch (error) {
      if (stopping.aborted) return;
      const attempts = (troubles.get(key)?.attempts ?? 0) + 1;
      troubles.set(key, { attempts, until: Date.now() + Math.min(pollMs * 2 ** attempts, longestRetryMs) });
      logger.warn(
        { org: source.org, source: source.id, code: codeOf(error) },
        'queue of a source not pulled',
      );
    }
  }

  while (!stopping.aborted) {
    for (const source of (await leads()) ? await pulledSources(stores) : []) {
      const key = `${source.org}\n${source.id}`;
      if (underWay.has(key) || (troubles.get(key)?.until ?? 0) > Date.now()) continue;
      underWay.set(
        key,
        pull(key, source).finally(() => underWay.delete(key)),
      );
    }
    await sleep(pollMs, undefined, { signal: stopping }).catch(() => {});
  }
  await Promise.all(underWay.values());
}

async function pulledSources({ sources }: Stores): Promise<readonly Pulled[]> {
  const listed = await sources.listAll().catch(() => []);
  return listed.flatMap((source) =>
    source.enabled && source.mode === 'pull' && source.exportUrl !== null
      ? [{ ...source, exportUrl: source.exportUrl }]
      : [],
  );
}
