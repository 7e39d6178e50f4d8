import { tunables } from '../../../config/tunables.ts';
import type { BackfillStore } from '../../ports/backfill-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ReconciliationState, ReconciliationStore } from '../../ports/reconciliation-store.ts';
import { isAppError } from '../errors.ts';
import { askForDigest } from './ask-for-digest.ts';
import type { ExportDeps } from './backfill/ask-for-page.ts';
import type { Source } from './source.ts';

type Deps = ExportDeps & {
  readonly reconciliation: ReconciliationStore;
  readonly backfills: Pick<BackfillStore, 'start'>;
  readonly logger: Pick<Logger, 'warn'>;
};

/**
 * Compares what a source says that it holds with what is known, when there is something to compare. What differs in two comparisons
 * some minutes apart (events may be under way) is pulled again: those spaces alone, and the directory with them.
 */
export async function reconcileSource(
  deps: Deps,
  source: Source,
  options: { readonly now: Date; readonly signal: AbortSignal },
): Promise<void> {
  const { reconciliation } = deps;
  const { now, signal } = options;
  const pushed = await reconciliation.takePushed(source);
  if (pushed) await reconciliation.compare(source, pushed, now);
  const before = await reconciliation.read(source);
  if (source.exportUrl !== null && isDue(before, now)) {
    await reconciliation.noteAsked(source, now);
    const said = await askForDigest(deps, source, signal);
    if (said) {
      const { spaces, maxSequence } = said;
      await reconciliation.compare(
        source,
        { spaces, maxSequence: Number(maxSequence), isComplete: true },
        now,
      );
    }
  }
  await repair(deps, source, await reconciliation.read(source), now);
}

const limits = tunables.workplace.reconciliation;
const isOlder = (than: number, date: Date | null, now: Date): boolean =>
  date === null || now.getTime() - date.getTime() >= than;

/** Each hour; sooner when something differs and may be looked at a second time. */
function isDue({ askedAt, differences, behindSince }: ReconciliationState, now: Date): boolean {
  if (isOlder(limits.everyMs, askedAt, now)) return true;
  const isSuspected = behindSince !== null || differences.some(({ times }) => times === 1);
  return isSuspected && isOlder(limits.apartMs, askedAt, now);
}

async function repair(deps: Deps, source: Source, state: ReconciliationState, now: Date): Promise<void> {
  if (source.exportUrl === null) return;
  const spaces = state.differences
    .filter(
      ({ times, since, repairedAt }) =>
        times > 1 && isOlder(limits.apartMs, since, now) && isOlder(limits.repairEveryMs, repairedAt, now),
    )
    .map(({ space }) => space);
  const isBehind = state.behindSince !== null && isOlder(limits.apartMs, state.behindSince, now);
  const isOld =
    state.directoryPulledAt !== null && isOlder(limits.directoryEveryMs, state.directoryPulledAt, now);
  if (spaces.length === 0 && !isBehind && !isOld) return;
  try {
    const { id: backfill } = await deps.backfills.start(source, { spaces, by: null });
    await deps.reconciliation.noteRepair(source, spaces, now);
    if (spaces.length > 0 || isBehind)
      deps.logger.warn(
        { org: source.org, source: source.id, spaces, backfill },
        'a source differs, pulling it again',
      );
  } catch (error) {
    // What is being pulled anyway is compared after that.
    if (!isAppError(error) || error.code !== 'CONFLICT') throw error;
  }
}
