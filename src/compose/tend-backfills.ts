import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../config/tunables.ts';
import { codeOf } from '../core/errors.ts';
import type { Backfill } from '../core/workplace/backfill/backfill.ts';
import { type BackfillDeps, stepBackfill } from '../core/workplace/backfill/step-backfill.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * Carries backfills on until `stopping`, one page of each organisation in turn; organisations whose workplace is slow do not hold
 * up the others. Settles when nothing is under way any more.
 */
export async function tendBackfills(
  deps: BackfillDeps,
  options: {
    readonly poke: () => void;
    /** True while this process does what one of several does for all. */
    readonly leads: () => Promise<boolean>;
    readonly logger: Logger;
    readonly stopping: AbortSignal;
  },
): Promise<void> {
  const { leads, stopping } = options;
  const { parallel, pollMs } = tunables.workplace.backfill;
  const underWay = new Map<string, Promise<void>>();
  while (!stopping.aborted) {
    const due = (await leads()) ? await deps.backfills.listDue(deps.clock()).catch(() => []) : [];
    const next = due.filter(({ org }) => !underWay.has(org)).slice(0, parallel - underWay.size);
    for (const backfill of next)
      underWay.set(
        backfill.org,
        step(deps, backfill, options).finally(() => underWay.delete(backfill.org)),
      );
    const pause = sleep(pollMs, undefined, { signal: stopping }).catch(() => {});
    await (underWay.size > 0 ? Promise.race([pause, ...underWay.values()]) : pause);
  }
  await Promise.all(underWay.values());
}

async function step(
  deps: BackfillDeps,
  backfill: Backfill,
  { poke, logger, stopping }: Parameters<typeof tendBackfills>[1],
): Promise<void> {
  const { org, id } = backfill;
  try {
    await stepBackfill(deps, backfill, stopping);
    poke();
  } catch (error) {
    if (stopping.aborted) return;
    logger.error({ org, backfill: id, code: codeOf(error) }, 'page of a backfill not taken');
    await sleep(tunables.workplace.backfill.retryMs, undefined, { signal: stopping }).catch(() => {});
  }
}
