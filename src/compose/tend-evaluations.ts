import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../config/tunables.ts';
import { codeOf } from '../core/errors.ts';
import type { EvaluationRun } from '../core/evaluation/run.ts';
import { type StepDeps, stepRun } from '../core/evaluation/step-run.ts';
import type { EvaluationStore } from '../ports/evaluation-store.ts';
import type { Logger } from '../ports/logger.ts';

type Deps = StepDeps & { readonly evaluations: Pick<EvaluationStore, 'listDue'> };

/**
 * Carries evaluation runs on until `stopping`: one question at a time, the organisations in turn, and after each a pause in which
 * people and documents come first.
 */
export async function tendEvaluations(
  deps: Deps,
  options: {
    /** True while this process does what one of several does for all. */
    readonly leads: () => Promise<boolean>;
    readonly standAside: () => Promise<void>;
    readonly logger: Logger;
    readonly stopping: AbortSignal;
  },
): Promise<void> {
  const { leads, standAside, logger, stopping } = options;
  const { pollMs, pauseMs, failures: mostFailures } = tunables.evaluation;
  /** Of the runs that this process carries on: how many questions in a row could not be asked. */
  const failures = new Map<string, number>();
  const pause = (forMs: number) => sleep(forMs, undefined, { signal: stopping }).catch(() => {});

  async function step(run: EvaluationRun): Promise<void> {
    await standAside();
    const stepped = await stepRun(deps, run, stopping).catch((error: unknown) => {
      const { org, id } = run;
      if (!stopping.aborted)
        logger.error({ org, run: id, code: codeOf(error) }, 'question of a run not asked');
      return 'failed' as const;
    });
    const failed = stepped === 'failed' ? (failures.get(run.id) ?? 0) + 1 : 0;
    if (failed >= mostFailures && !stopping.aborted)
      await deps.evaluations.finish(run, 'failing').catch(() => {});
    if (failed === 0 || failed >= mostFailures) failures.delete(run.id);
    else failures.set(run.id, failed);
    await pause(failed === 0 ? pauseMs : pollMs);
  }

  while (!stopping.aborted) {
    const [run] = (await leads()) ? await deps.evaluations.listDue().catch(() => []) : [];
    await (run ? step(run) : pause(pollMs));
  }
}
