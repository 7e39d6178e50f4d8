import { randomUUID } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { Library, ReadDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Answer, Source } from '../answer/answer.ts';
import type { AnsweringProviders } from '../answer/answering-providers.ts';
import { sourcesToKeep } from '../answer/ask.ts';
import { finishAnswer } from '../answer/draft-answer.ts';
import { createStopwatch } from '../answer/stopwatch.ts';
import { unfinishedAnswer } from '../answer/unfinished-answer.ts';
import { showConversation } from '../conversation/show-conversation.ts';
import type { Language, Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { detectLanguage } from '../find/detect-language.ts';
import type { Job } from './job.ts';
import { sourcesFor } from './material.ts';
import { performTask } from './perform-task.ts';
import { createTokenSum } from './sum-tokens.ts';
import { type TaskEvent, type TaskRequest, taskRules, type WorkEvent } from './task.ts';
import { taskTexts } from './task-texts.ts';

export type TaskDeps = Job['deps'] & {
  readonly answering: AnsweringProviders;
  readonly library: Pick<Library, 'readDocuments' | 'readPassages' | 'find' | 'findReadable'>;
  readonly conversations: Pick<ConversationRepository, 'find' | 'saveExchange'>;
  readonly presentSource: (source: Answer['sources'][number]) => unknown;
};

/**
 * Carries out a task on documents that the caller may read: checks, reads, works, keeps. The exchange and its audit record
 * are stored before `done` goes out; what had streamed when the client left is stored as unfinished.
 * @throws AppError `BAD_REQUEST`; `NOT_FOUND` for a document or conversation that is not the caller's to see, from the
 *   start or from a later step on; `DOCUMENT_NOT_READY` for a document without text for the assistant
 */
export async function* runTask(
  deps: TaskDeps,
  within: AccessFilter,
  request: TaskRequest,
): AsyncGenerator<TaskEvent, void> {
  const ids = checkedDocuments(deps, request);
  const [earlier, documents] = await Promise.all([
    earlierSensitivities(deps, within, request.conversationId),
    readDocuments(deps, within, ids),
  ]);
  const firsts = firstSources(documents);
  const named = firsts.map(({ document }) => document);
  const job = jobFor(deps, within, request, { documents, earlier });
  const { language, task, instruction } = job;
  const [model = null] = job.route([]).chain;
  const exchange = { conversationId: request.conversationId ?? randomUUID(), messageId: randomUUID() };
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
    deps.conversations.saveExchange({
      org: within.org,
      user: within.user,
      ...exchange,
      opensConversation: request.conversationId === undefined,
      title: taskTexts[language].conversationTitles[task],
      question: taskTexts[language].asked(task, titles, instruction),
      // It names them: who loses one of them is shown neither (R08).
      questionSources: sourcesToKeep(deps, { sentences: [], sources: firsts }),
      answer,
      complete,
      policyVersion: deps.answering.policy.version,
      sources: sourcesToKeep(deps, answer),
    });
  const shown: WorkEvent[] = [];
  const work = performTask(job);
  let kept = false;
  try {
    let step = await work.next();
    for (; !step.done; step = await work.next()) {
      shown.push(step.value);
      yield step.value;
    }
    const draft = { ...step.value, usage: { ...step.value.usage, ...job.spent.total } };
    const answer = finishAnswer(draft, { language }, { notices: [], timings: {} }, job.stopwatch);
    await keep(answer, true);
    kept = true;
    yield { type: 'done', answer };
  } finally {
    if (!kept) {
      await work.return(undefined as never);
      if (shown.length > 0) await keep(leftResult(job, shown, firsts), false);
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
      detail: `documents: ${task} takes ${least === most ? least : `${least} to ${most}`}`,
    });
  if (needsInstruction && instruction === undefined)
    throw new AppError('BAD_REQUEST', { detail: `instruction: ${task} needs one` });
  return ids;
}

/** How sensitive was what the conversation was drawn from so far: it decides with the documents (R67). */
async function earlierSensitivities(
  deps: TaskDeps,
  within: AccessFilter,
  conversationId: string | undefined,
): Promise<readonly Sensitivity[]> {
  if (conversationId === undefined) return [];
  const { messages } = await showConversation(deps, within, conversationId, {
    lastMessages: 4 * tunables.conversations.historyExchanges,
  });
  return messages.flatMap(({ sensitivities }) => sensitivities);
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
  request: TaskRequest,
  known: { readonly documents: readonly ReadDocument[]; readonly earlier: readonly Sensitivity[] },
): Job {
  const { task, instruction, signal, provider: wanted } = request;
  const { documents, earlier } = known;
  const atFirst = documents.flatMap(({ passages }) => passages);
  return {
    deps,
    task,
    instruction,
    language: request.language ?? languageFor(instruction, documents),
    documents,
    readNow: (passages) =>
      deps.library.readPassages(
        within,
        passages.map(({ id }) => id),
      ),
    route: (passages) => {
      const sent = [...atFirst, ...passages];
      return deps.answering.route({
        spaces: [...new Set(sent.map(({ document }) => document.space))],
        sensitivities: [...new Set([...earlier, ...sent.map(({ sensitivity }) => sensitivity)])],
        wanted,
      });
    },
    signal,
    stopwatch: createStopwatch(deps.clock),
    spent: createTokenSum(),
    notices: [],
  };
}

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
function leftResult(
  { language, spent }: Job,
  shown: readonly WorkEvent[],
  firsts: readonly Source[],
): Answer {
  const events = shown.filter((event) => event.type !== 'progress');
  const answer = unfinishedAnswer(events, language);
  const latest = events.findLast((event) => event.type === 'sources')?.sources ?? [];
  return {
    ...answer,
    sources: latest.length > 0 ? latest : firsts,
    usage: { ...answer.usage, ...spent.total },
  };
}
