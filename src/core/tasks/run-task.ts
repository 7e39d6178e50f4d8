import { randomUUID } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { Library, ReadDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { type RightsWatch, watchRights } from '../access/watch-rights.ts';
import type { Answer, Source } from '../answer/answer.ts';
import type { AnsweringProviders } from '../answer/answering-providers.ts';
import { finishAnswer } from '../answer/draft-answer.ts';
import type { Passage } from '../answer/passage.ts';
import { createStopwatch } from '../answer/stopwatch.ts';
import { noticeOf } from '../answer/texts.ts';
import { unfinishedAnswer } from '../answer/unfinished-answer.ts';
import { type KeepAnswerDeps, keepAnswer, sourcesToKeep } from '../conversation/keep-answer.ts';
import { readableHistory } from '../conversation/readable-history.ts';
import type { Language, Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { detectLanguage } from '../find/detect-language.ts';
import { type Account, type AccountDeps, openAccount } from '../spend/open-account.ts';
import { estimateTask, partsFor } from './estimate-task.ts';
import type { Job } from './job.ts';
import { sourcesFor } from './material.ts';
import { performTask } from './perform-task.ts';
import { type CutDocuments, cutDocuments, planParts } from './plan-parts.ts';
import { type TaskEvent, type TaskRequest, taskRules, type WorkEvent } from './task.ts';
import { taskTexts } from './task-texts.ts';

export type TaskDeps = Job['deps'] &
  Omit<AccountDeps, 'models'> &
  KeepAnswerDeps & {
    readonly answering: AnsweringProviders;
    readonly library: Pick<
      Library,
      'readDocuments' | 'readPassages' | 'find' | 'findReadable' | 'lostUses' | 'lostAmong'
    >;
    readonly conversations: Pick<ConversationRepository, 'find'>;
  };

/**
 * Carries out a task on documents that the caller may read: checks, reads, opens an account, works, keeps, pays. The exchange and its audit record
 * are stored before `done` goes out; what had streamed when the client left is stored as unfinished. It ends at once when the caller
 * loses what was handed to a model (R06).
 * @throws AppError `BAD_REQUEST`; `NOT_FOUND` for a document or conversation that is not the caller's to see, from the
 *   start or from a later step on; `DOCUMENT_NOT_READY` for a document without text for the assistant; `BUDGET_EXHAUSTED`; `ACCESS_CHANGED`;
 *   what `confirm` throws
 */
export async function* runTask(
  deps: TaskDeps,
  within: AccessFilter,
  request: TaskRequest,
): AsyncGenerator<TaskEvent, void> {
  const ids = checkedDocuments(deps, request);
  const [{ earlier }, documents] = await Promise.all([
    readableHistory(deps, within, request),
    readDocuments(deps, within, ids),
  ]);
  const cut = cutDocuments(documents);
  const language = request.language ?? languageFor(request.instruction, documents);
  const exchange = { conversationId: request.conversationId ?? randomUUID(), messageId: randomUUID() };
  const account = await openAccount(
    { ...deps, models: deps.answering.models },
    {
      org: within.org,
      user: within.user,
      spaces: spacesOf(documents.flatMap(({ passages }) => passages)),
      messageId: exchange.messageId,
      estimate: (reading) =>
        estimateTask(deps, { ...request, language, plan: planParts(cut, partsFor(reading)) }),
    },
  );
  const watch = watchRights(deps, within, request);
  try {
    const signal = AbortSignal.any([request.signal, watch.signal]);
    const prepared = { documents, cut, earlier, language, exchange, account, watch };
    yield* workAndKeep(deps, within, { ...request, signal }, prepared);
  } finally {
    watch.end();
    await account.settle();
  }
}

/** What is known of a task before the work begins. */
type Prepared = {
  readonly documents: readonly ReadDocument[];
  readonly cut: CutDocuments;
  /** How sensitive was what the conversation was drawn from so far: it decides with the documents (R67). */
  readonly earlier: readonly Sensitivity[];
  readonly language: Language;
  readonly exchange: { readonly conversationId: string; readonly messageId: string };
  readonly account: Account;
  /** Of what was handed to a model; its signal is among those of the request. */
  readonly watch: RightsWatch;
};

async function* workAndKeep(
  deps: TaskDeps,
  within: AccessFilter,
  request: TaskRequest,
  prepared: Prepared,
): AsyncGenerator<TaskEvent, void> {
  const { documents, exchange, account, language, watch } = prepared;
  const { task, instruction, signal } = request;
  const job = jobFor(deps, within, request, prepared);
  const firsts = firstSources(documents);
  const named = firsts.map(({ document }) => document);
  const [model = null] = job.route([]).chain;
  yield {
    type: 'meta',
    ...exchange,
    provider: model?.provider ?? null,
    model: model?.model ?? null,
    language,
    task,
    documents: named.map(({ id, title }) => ({ id, title })),
  };

  const titles = named.map(({ title }) => title);
  const keep = (answer: Answer, complete: boolean) =>
    keepAnswer(deps, within, {
      ...exchange,
      task,
      opensConversation: request.conversationId === undefined,
      title: taskTexts[language].conversationTitles[task],
      question: taskTexts[language].asked(task, titles, instruction),
      // It names them: who loses one of them is shown neither (R08).
      questionSources: sourcesToKeep(deps, { sentences: [], sources: firsts }),
      answer,
      complete,
    });
  const shown: WorkEvent[] = [];
  const work = performTask(job);
  let kept = false;
  try {
    let step = await work.next();
    for (; !step.done; step = await work.next()) {
      await watch.current(signal);
      signal.throwIfAborted();
      shown.push(step.value);
      yield step.value;
    }
    const found = { notices: [], timings: {} };
    const answer = account.complete(finishAnswer(step.value, { language }, found, job.stopwatch));
    await keep(answer, true);
    kept = true;
    await watch.look();
    yield { type: 'done', answer };
  } finally {
    if (!kept) {
      await work.return(undefined as never);
      if (shown.length > 0) await keep(account.complete(leftResult(language, shown, firsts)), false);
    }
  }
}

/** @throws AppError `BAD_REQUEST` */
function checkedDocuments(deps: TaskDeps, { task, documents, instruction, provider }: TaskRequest): string[] {
  if (provider !== undefined && !deps.answering.knows(provider))
    throw new AppError('BAD_REQUEST', { detail: 'provider: unknown' });
  const { least, most, needsInstruction } = taskRules[task];
  const ids = [...new Set(documents)];
  if (ids.length < least || ids.length > most)
    throw new AppError('BAD_REQUEST', {
      explanation: {
        fr: `documents : ${task} en prend ${least === most ? least : `de ${least} à ${most}`}`,
        en: `documents: ${task} takes ${least === most ? least : `${least} to ${most}`}`,
      },
    });
  if (needsInstruction && instruction === undefined)
    throw new AppError('BAD_REQUEST', {
      explanation: {
        fr: `instruction : ${task} en demande une`,
        en: `instruction: ${task} needs one`,
      },
    });
  return ids;
}

async function readDocuments(
  { library }: TaskDeps,
  within: AccessFilter,
  ids: readonly string[],
): Promise<readonly ReadDocument[]> {
  const read = await library.readDocuments(within, ids, { tokens: tunables.tasks.readTokens });
  const missing = ids.filter((id) => !read.has(id));
  const found = await Promise.all(missing.map((id) => library.find(within, id)));
  if (found.includes(null)) throw new AppError('NOT_FOUND');
  if (missing.length > 0) throw new AppError('DOCUMENT_NOT_READY');
  return ids.flatMap((id) => read.get(id) ?? []);
}

function jobFor(
  deps: TaskDeps,
  within: AccessFilter,
  { task, instruction, signal, provider: wanted }: TaskRequest,
  { documents, cut, earlier, language, account, watch }: Prepared,
): Job {
  const atFirst = documents.flatMap(({ passages }) => passages);
  const isOverBudget = account.step === 'quoted' && deps.answering.models.length > 0;
  return {
    deps,
    task,
    instruction,
    language,
    documents,
    plan: planParts(cut, partsFor(account.reading)),
    readNow: (passages) =>
      deps.library.readPassages(
        within,
        passages.map(({ id }) => id),
      ),
    handOut: (passages) => watch.add(passages.map(({ document }) => document)),
    restOn: (passages) => watch.replace(passages.map(({ document }) => document)),
    route: (passages) => {
      if (isOverBudget) return { chain: [], reason: 'budget-exhausted' };
      const sent = [...atFirst, ...passages];
      const sensitivities = [...new Set([...earlier, ...sent.map(({ sensitivity }) => sensitivity)])];
      return account.admit(deps.answering.route({ spaces: spacesOf(sent), sensitivities, wanted }));
    },
    withholdUnsupported: deps.answering.policy.withholdUnsupported,
    signal,
    stopwatch: createStopwatch(deps.clock),
    notices: [],
    earlyNotices: account.notices.map((code) => noticeOf(code, language)),
  };
}

const spacesOf = (passages: readonly Passage[]): string[] => [
  ...new Set(passages.map(({ document }) => document.space)),
];

function languageFor(instruction: string | undefined, documents: readonly ReadDocument[]): Language {
  if (instruction !== undefined) return detectLanguage(instruction);
  return documents[0]?.passages[0]?.document.language ?? 'fr';
}

function firstSources(documents: readonly ReadDocument[]): Source[] {
  return sourcesFor(
    documents.flatMap(({ passages }) => passages),
    new Set(),
  );
}

/** What stood on the screen when it ended early; the documents are named in any case, for a model may have read them. */
function leftResult(language: Language, shown: readonly WorkEvent[], firsts: readonly Source[]): Answer {
  const events = shown.filter((event) => event.type !== 'progress');
  const latest = events.findLast((event) => event.type === 'sources')?.sources ?? [];
  return { ...unfinishedAnswer(events, language), sources: latest.length > 0 ? latest : firsts };
}
