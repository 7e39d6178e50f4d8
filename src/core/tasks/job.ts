import type { ReadDocument } from '../../ports/library.ts';
import type { Notice, Source } from '../answer/answer.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { asOffered } from '../answer/as-offered.ts';
import type { Passage } from '../answer/passage.ts';
import type { Clock, Stopwatch } from '../answer/stopwatch.ts';
import { noticeOf, type UnwrittenReason } from '../answer/texts.ts';
import { type Checker, createChecker } from '../check/checker.ts';
import type { Language } from '../document.ts';
import { AppError } from '../errors.ts';
import type { Plan } from './plan-parts.ts';
import type { RenderDeps } from './render-task-prompt.ts';
import { type Task, taskRules, type WorkEvent } from './task.ts';

/** Who may be asked, metered, in this order; or why nobody may. */
export type TaskRouting =
  | { readonly chain: readonly AnsweringModel[] }
  | { readonly chain: readonly []; readonly reason: UnwrittenReason };

/** One task under way, for its caller. */
export type Job = {
  readonly deps: RenderDeps & { readonly clock: Clock };
  readonly task: Task;
  readonly language: Language;
  readonly instruction: string | undefined;
  /** As they were read when the task began, in the order in which they were named. */
  readonly documents: readonly ReadDocument[];
  readonly plan: Plan;
  /** The gate: those of these passages that the caller may read at this moment. */
  readNow(passages: readonly Passage[]): Promise<readonly Passage[]>;
  /**
   * Says that a model is handed these passages: who loses one meanwhile has everything ended at once (R06). What it gives says that it has
   * them no more; nothing of them was shown, and the gate decides of what was noted on them.
   */
  handOut(passages: readonly Passage[]): () => void;
  /** Says that what is shown from now on rests on these passages, and on nothing else. */
  restOn(passages: readonly Passage[]): void;
  /** Who may be given what was read when the task began, and these passages as they are now. */
  route(passages: readonly Passage[]): TaskRouting;
  /** Whether sentences that no source supports are left out. */
  readonly withholdUnsupported: boolean;
  readonly signal: AbortSignal;
  readonly stopwatch: Stopwatch;
  /** Those that go before the work. */
  readonly earlyNotices: readonly Notice[];
  /** All that were given so far. */
  readonly notices: Notice[];
};

/** Gives notices, each once. */
export function* notify(job: Job, notices: readonly Notice[]): Generator<WorkEvent, void> {
  for (const notice of notices) {
    if (job.notices.some(({ code }) => code === notice.code)) continue;
    job.notices.push(notice);
    yield { type: 'notice', notice };
  }
}

/**
 * Asks for rights again: what of the passages may still be read, with a notice when it is not all. The result rests on it.
 * @throws AppError `NOT_FOUND` when too few documents are left for the task
 */
export async function* readLeft(
  job: Job,
  passages: readonly Passage[],
): AsyncGenerator<WorkEvent, readonly Passage[]> {
  const left = await job.readNow(passages);
  job.signal.throwIfAborted();
  job.restOn(left);
  const documents = new Set(left.map(({ document }) => document.id));
  if (documents.size < taskRules[job.task].least) throw new AppError('NOT_FOUND');
  if (left.length < passages.length) yield* notify(job, [noticeOf('document-lost', job.language)]);
  return left;
}

/** Checks what a model writes from these sources for the job. */
export function checkerFor({ instruction = '', language }: Job, sources: readonly Source[]): Checker {
  const passages = sources.map((source) => asOffered({ source, excerpt: source.text }));
  return createChecker({ passages, question: instruction, language });
}
