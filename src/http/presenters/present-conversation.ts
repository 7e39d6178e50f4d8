import type { z } from 'zod';
import type { Feedback } from '../../core/conversation/feedback.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import type { SharedCard, ShownSharedConversation } from '../../core/conversation/shared-conversations.ts';
import type { ShownMessage } from '../../core/conversation/show-conversation.ts';
import { offerTask } from '../../core/tasks/offer-task.ts';
import { taskWishIn } from '../../core/understand/wished-task.ts';
import type { Conversation, KeptAnswer } from '../../ports/conversation-repository.ts';
import type { Share } from '../../ports/conversation-shares.ts';
import type { source } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import { presentOfferedTask, presentSentence } from './present-passage.ts';

type PresentedSource = z.infer<typeof source>;

export function presentConversation<Title extends string | null>({
  id,
  title,
  createdAt,
  updatedAt,
}: Omit<Conversation, 'title'> & { readonly title: Title }) {
  return { id, title, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** A conversation with its messages and what the caller said of them. */
export function presentMessages<Title extends string | null>(
  shown: Omit<Awaited<ReturnType<Services['conversations']['show']>>, 'title'> & { readonly title: Title },
) {
  const said = new Map(shown.feedback.map((feedback) => [feedback.messageId, feedback]));
  return {
    ...presentConversation(shown),
    messages: shown.messages.map((message, at) => ({
      ...presentMessage(message, said.get(message.id)),
      ...presentOffer(message, shown.messages[at - 1]),
    })),
  };
}

/** A conversation that somebody shares with the caller, as one of a list. */
export function presentShared({ id, title, owner, sharedAt }: SharedCard) {
  return {
    id,
    title,
    sharedBy: { id: owner.id, name: owner.name },
    sharedAt: sharedAt.toISOString(),
  };
}

/** The same with its messages. */
export function presentSharedMessages(shown: ShownSharedConversation) {
  return {
    ...presentShared(shown),
    messages: shown.messages.map((message) => presentMessage(message, undefined)),
  };
}

/** With whom a conversation is shared. */
export function presentShare({ principal, name, sharedAt, hasMore }: Share) {
  return { principal, name, sharedAt: sharedAt.toISOString(), hasMore };
}

function presentMessage(message: ShownMessage, feedback: Feedback | undefined) {
  const { answer } = message;
  return {
    id: message.id,
    role: message.role,
    text: message.text,
    outcome: message.outcome,
    sentences: (answer?.sentences ?? []).map(presentSentence),
    createdAt: message.createdAt.toISOString(),
    // Stored as they were presented; the schema lets the known fields through only.
    sources: message.sources.map((stored) =>
      stored.readable
        ? {
            ...(stored.source as PresentedSource),
            readable: true as const,
            ...(stored.changed && { changed: true as const }),
          }
        : { n: stored.n, readable: false as const },
    ),
    masked: message.masked,
    ...(answer && {
      ...besideText(answer),
      language: answer.language,
      complete: answer.complete,
      retryOf: message.retryOf,
      supersededBy: message.supersededBy,
      feedback: feedback ? presentFeedback(feedback) : null,
    }),
  };
}

/** The task that its question asked for, on what may be read now of what was found. A task that was run offers none. */
function presentOffer({ answer, masked, sources }: ShownMessage, asked: ShownMessage | undefined) {
  const isAnswered = answer !== null && answer.task === undefined && !masked;
  const wish = isAnswered && asked ? taskWishIn(asked.text) : null;
  if (wish === null) return {};
  const readable = sources.flatMap((stored) => (stored.readable ? [stored.source as PresentedSource] : []));
  return { offeredTask: presentOfferedTask(offerTask(wish, readable)) };
}

/** An answer that was kept, in the shape in which it was given; of its sources, those that may be read now. */
export function presentKeptAnswer(
  message: ShownMessage,
  {
    answer,
    asked,
    ids,
  }: { readonly answer: KeptAnswer; readonly asked: ShownMessage; readonly ids: AnswerIds },
) {
  return {
    outcome: message.outcome ?? ('answered' as const),
    answer: {
      text: message.text,
      language: answer.language,
      sentences: answer.sentences.map(presentSentence),
    },
    sources: message.sources.flatMap((stored) => (stored.readable ? [stored.source as PresentedSource] : [])),
    ...besideText(answer),
    ...presentOffer(message, asked),
    notices: (answer.notices ?? []).map(({ code, text }) => ({ code, text })),
    ...ids,
    ...(message.masked && { masked: true as const }),
  };
}

/** The documents that a task was asked to work on, in that order; those that may be read now. */
export function presentNamed(asked: ShownMessage) {
  const named = asked.sources.flatMap((stored) => {
    if (!stored.readable) return [];
    const { id, title } = (stored.source as PresentedSource).document;
    return [[id, { id, title }] as const];
  });
  return [...new Map(named).values()];
}

function besideText({ reason, suggestions, searchedFor, notices, usage }: KeptAnswer) {
  return {
    ...(reason !== undefined && { reason }),
    ...(suggestions && { suggestions: [...suggestions] }),
    ...(searchedFor !== undefined && { searchedFor }),
    ...(notices && { notices: notices.map(({ code, text }) => ({ code, text })) }),
    usage: { ...usage, timings: { ...usage.timings } },
  };
}

export function presentFeedback({ useful, sources, reasons = [], comment }: Feedback) {
  return {
    useful,
    sources: sources.map(({ n, useful: isUseful }) => ({ n, useful: isUseful })),
    reasons: [...reasons],
    ...(comment !== undefined && { comment }),
  };
}
