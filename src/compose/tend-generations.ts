import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../config/tunables.ts';
import { codeOf } from '../core/errors.ts';
import { type KeepDeps, keepGenerations, switchGenerations } from '../core/ingest/keep-generations.ts';
import type { Logger } from '../ports/logger.ts';
import type { Engines } from './engines.ts';
import type { EnginesIn } from './organisation-engines.ts';
import type { Stores } from './stores.ts';

/** Keeps the vectors of all organisations in step with the embedders, until it is stopped. */
export type Tending = {
  /** Says that a document of the organisation got vectors: it may have been the last one that was missing. */
  touch(org: string): void;
  /** Looks at once for what is missing. */
  soon(): void;
  /** The same, whatever was asked for before. */
  afresh(): void;
  /** Settles when nothing is under way any more, after `stopping`. */
  readonly ended: Promise<void>;
};

/** With `afresh`, everything that is missing is asked for at once, whatever was asked for before. */
export function tendGenerations(
  stores: Pick<Stores, 'generations' | 'index' | 'providers' | 'access'>,
  { localModel }: Pick<Engines, 'localModel'>,
  options: {
    readonly afresh: boolean;
    readonly enginesIn: EnginesIn;
    readonly poke: () => void;
    readonly logger: Logger;
    readonly stopping: AbortSignal;
  },
): Tending {
  const { switchPollMs, missingPollMs, tendAgainMs, askAgainMs, dropAfterMs } = tunables.embedding;
  const { enginesIn, logger, stopping: signal } = options;
  const { access } = stores;
  const depsIn = async (org: string) => ({ ...stores, ...(await enginesIn(org)) });
  const touched = new Set<string>();
  let next = 0;
  let isAfresh = options.afresh;

  async function tend(org: string, work: (deps: KeepDeps) => Promise<unknown>): Promise<void> {
    await depsIn(org)
      .then(work)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        logger.error({ org, code: codeOf(error) }, 'vectors not tended');
        // What failed half-way is done again soon, and not only when all is looked at next.
        next = Math.min(next, Date.now() + tendAgainMs);
      });
  }

  async function tendAll(askedBefore: Date): Promise<void> {
    // It may have been installed by another process.
    await localModel?.look().catch(() => logger.error({}, 'embedding model not opened'));
    const retiredBefore = new Date(Date.now() - dropAfterMs);
    for (const { id } of await access.listOrganisations().catch(() => []))
      if (!signal.aborted)
        await tend(id, (deps) => keepGenerations(deps, id, { askedBefore, retiredBefore, signal }));
    options.poke();
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const now = Date.now();
      if (now >= next) {
        const askedBefore = new Date(isAfresh ? now : now - askAgainMs);
        isAfresh = false;
        // Before it begins, because `soon()` may be called while it looks, for what it has passed already.
        next = now + missingPollMs;
        await tendAll(askedBefore);
      }
      const orgs = [...touched];
      touched.clear();
      for (const org of orgs) await tend(org, (deps) => switchGenerations(deps, org));
      await sleep(switchPollMs, undefined, { signal }).catch(() => {});
    }
  }

  return {
    touch: (org) => void touched.add(org),
    soon: () => {
      next = 0;
    },
    afresh: () => {
      isAfresh = true;
      next = 0;
    },
    ended: loop(),
  };
}
