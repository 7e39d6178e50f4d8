import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { authoriseCaller } from '../access/authorise-caller.ts';
import { errorTable, ownCodeOf } from '../errors.ts';
import { judgeReply } from './judge-reply.ts';
import type { EvaluationRun, RunResult, RunTrouble } from './run.ts';
import type { Question } from './suite.ts';

/** What was said to a question, in the shape of the HTTP API. */
export type MeasuredReply = {
  readonly body: unknown;
  readonly documents: RunResult['documents'];
  /** A budget did not let it be answered as usual: it would measure something else. */
  readonly isDegraded: boolean;
};

/** Asks one question with the rights of its person, and keeps nothing of it in their name. */
export type MeasureQuestion = (
  within: AccessFilter,
  run: EvaluationRun,
  question: Question,
  signal: AbortSignal,
) => Promise<MeasuredReply>;

export type StepDeps = {
  readonly evaluations: Pick<EvaluationStore, 'nextQuestion' | 'addResult' | 'finish'>;
  readonly access: Pick<AccessRepository, 'findPerson' | 'readableClasses'>;
  readonly measure: MeasureQuestion;
};

/** What became of the step: a question has its result, it could not be asked and has an error instead, or the run has ended. */
export type Stepped = 'asked' | 'failed' | 'ended';

/** Errors that end a run softly, so that it goes on where it is once they are mended. */
const troubleOf: Readonly<Record<string, RunTrouble>> = {
  BUDGET_EXHAUSTED: 'budget',
  ASSISTANT_OFF: 'assistant-off',
};

/**
 * Asks the next question of a run and keeps what it gave; without one the run is done. Whatever ends the process in between, the
 * next step asks that question again.
 * @throws the signal's reason when `stopping` is aborted
 */
export async function stepRun(deps: StepDeps, run: EvaluationRun, stopping: AbortSignal): Promise<Stepped> {
  const next = await deps.evaluations.nextQuestion(run);
  if (!next) return end(deps, run, null);
  const { ordinal, question } = next;
  const as = question.as ?? run.people[ordinal % run.people.length];
  if (as === undefined) return end(deps, run, 'nobody-left');
  const started = performance.now();
  const keep = (status: number, body: unknown, documents: RunResult['documents']) => {
    const latencyMs = Math.round(performance.now() - started);
    const reply = { status, body, earlier: [], latencyMs };
    const line = judgeReply({ suite: run.setId }, question, run.endpoint, {
      as,
      reply,
      cached: false,
      nameOf,
    });
    return deps.evaluations.addResult(run, { ordinal, line, documents });
  };
  if (!(await deps.access.findPerson(run.org, { id: as }))) {
    await keep(404, { code: 'NOT_FOUND' }, []);
    return 'failed';
  }
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(tunables.evaluation.questionMs)]);
    const within = await authoriseCaller(deps, { org: run.org, user: as });
    const { body, documents, isDegraded } = await deps.measure(within, run, question, signal);
    if (isDegraded) return end(deps, run, 'budget');
    await keep(200, body, documents);
    return 'asked';
  } catch (error) {
    stopping.throwIfAborted();
    const code = ownCodeOf(error);
    const trouble = troubleOf[code];
    if (trouble) return end(deps, run, trouble);
    await keep(errorTable[code].status, { code }, []);
    return 'failed';
  }
}

async function end(
  { evaluations }: StepDeps,
  run: EvaluationRun,
  trouble: RunTrouble | null,
): Promise<'ended'> {
  await evaluations.finish(run, trouble);
  return 'ended';
}

const nameOf = ({ space, path }: { readonly space: string; readonly path: string }) => `${space}/${path}`;
