import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { Library, ScopeSummary } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { type ConfirmCaller, watchRights } from '../access/watch-rights.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import type { EventPlace, PlacedEvent } from './event-place.ts';
import type { AnswerIds, RunningAnswer, RunningAnswers } from './running-answers.ts';
import { type ShownMessage, showConversation } from './show-conversation.ts';

/** An answer to follow while it is written, or one that has ended with its question, as they may be shown now. */
export type ResumedAnswer = { readonly events: AsyncIterable<PlacedEvent> } | EndedAnswer;

export type EndedAnswer = {
  readonly ended: ShownMessage;
  readonly asked: ShownMessage;
  readonly scope: ScopeSummary;
};

type ResumeDeps = {
  readonly running: RunningAnswers;
  readonly conversations: Pick<ConversationRepository, 'find' | 'findQuestion'>;
  readonly library: Pick<Library, 'findReadable' | 'lostUses' | 'summarise' | 'lostAmong'>;
};

/**
 * Goes on with an answer of the caller from a place on, as long as `confirm` says that they are who they were. Rights are asked again: one under way that rests on what the caller
 * has lost since is stopped, and one that has ended is masked (R08).
 * @throws AppError `NOT_FOUND`, also for somebody else's
 */
export async function resumeAnswer(
  { running, conversations, library }: ResumeDeps,
  within: AccessFilter,
  ids: AnswerIds,
  after: EventPlace,
  left: AbortSignal,
  confirm?: ConfirmCaller,
): Promise<ResumedAnswer> {
  const run = running.find(within, ids);
  if (run) {
    const documents = [...new Set(run.documents())];
    const readable = await library.findReadable(within, documents);
    if (documents.every((id) => readable.has(id)))
      return { events: followWatched({ library }, within, run, { after, left, confirm }) };
    await run.stop();
  }
  const { messages } = await showConversation({ conversations, library }, within, ids.conversationId);
  const at = messages.findIndex(({ id, role }) => id === ids.messageId && role === 'assistant');
  const [asked, ended] = [messages[at - 1], messages[at]];
  if (!asked || !ended) throw new AppError('NOT_FOUND');
  const { summary } = await library.summarise(within, ended.answer?.scope ?? {});
  return { ended, asked, scope: summary };
}

/** The answer has a watch of its own, with the token that it was asked with: this one is for the token of who follows. */
async function* followWatched(
  deps: Pick<ResumeDeps, 'library'>,
  within: AccessFilter,
  run: RunningAnswer,
  {
    after,
    left,
    confirm,
  }: {
    readonly after: EventPlace;
    readonly left: AbortSignal;
    readonly confirm: ConfirmCaller | undefined;
  },
): AsyncGenerator<PlacedEvent, void> {
  const watch = watchRights(deps, within, { confirm });
  try {
    yield* run.follow(after, AbortSignal.any([left, watch.signal]));
    watch.signal.throwIfAborted();
  } finally {
    watch.end();
  }
}

/**
 * Ends an answer of the caller that is under way; one that has ended is left as it is.
 * @throws AppError `NOT_FOUND`, also for somebody else's
 */
export async function stopAnswer(
  { running, conversations }: Pick<ResumeDeps, 'running' | 'conversations'>,
  within: AccessFilter,
  ids: AnswerIds,
): Promise<void> {
  const run = running.find(within, ids);
  if (run) return run.stop();
  const asked = isUuid(ids.messageId)
    ? await conversations.findQuestion(within.org, within.user, ids.messageId)
    : null;
  if (asked?.conversationId !== ids.conversationId) throw new AppError('NOT_FOUND');
}
