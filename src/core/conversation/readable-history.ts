import { tunables } from '../../../config/tunables.ts';
import type { UsedDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import type { Sensitivity } from '../document.ts';
import { type ShowConversationDeps, type ShownMessage, showConversation } from './show-conversation.ts';

/** What was said in a conversation before now. */
export type History = {
  /** Exchanges that may go into a prompt, the latest last. */
  readonly history: readonly EarlierExchange[];
  /** How sensitive was what they were drawn from, and what the exchanges before them were, which they had in view (R67). */
  readonly earlier: readonly Sensitivity[];
  /** The sources of those that may go into a prompt. */
  readonly documents: readonly UsedDocument[];
};

/**
 * The latest exchanges of a conversation; those with a source that the caller has lost (R08), and those that were asked
 * again since, are left out. With `retryOf`, what was said before that answer. Nothing, when there is no conversation yet.
 * @throws AppError `NOT_FOUND` for a conversation that is not the caller's
 */
export async function readableHistory(
  deps: ShowConversationDeps,
  within: AccessFilter,
  {
    conversationId,
    retryOf,
  }: { readonly conversationId?: string | undefined; readonly retryOf?: string | undefined },
): Promise<History> {
  if (conversationId === undefined) return { history: [], earlier: [], documents: [] };
  const { historyExchanges, historyReach, lossReach } = tunables.conversations;
  const { messages } = await showConversation(deps, within, conversationId, {
    // Further than they reach, so that what an answer had in view is known too.
    lastMessages: lossReach,
    ...(retryOf !== undefined && { beforeMessage: retryOf }),
  });
  const exchanges: (EarlierExchange & { documents: readonly UsedDocument[] })[] = [];
  const latest = messages.slice(-historyReach);
  for (const [index, message] of latest.entries()) {
    const answer = latest[index + 1];
    if (message.role !== 'user' || answer?.role !== 'assistant') continue;
    if (answer.masked || answer.supersededBy !== null) continue;
    const documents = [...message.documents, ...answer.documents];
    exchanges.push({ question: message.text, answer: answer.text, documents });
  }
  const history = exchanges.slice(-historyExchanges);
  return {
    history: history.map(({ question, answer }) => ({ question, answer })),
    documents: history.flatMap(({ documents }) => documents),
    earlier: [...latest, ...inViewOfRetries(messages, latest)].flatMap(({ sensitivities }) => sensitivities),
  };
}

/** What was said before the questions of `latest` that were asked again, when they were asked first. */
function inViewOfRetries(messages: readonly ShownMessage[], latest: readonly ShownMessage[]): ShownMessage[] {
  return latest.flatMap(({ retryOf }) => {
    const first = retryOf === null ? -1 : messages.findIndex(({ id }) => id === retryOf);
    return first < 0 ? [] : messages.slice(Math.max(0, first - tunables.conversations.historyReach), first);
  });
}

/** What was answered is not known, and nothing that a client says of it goes into a prompt. */
export function withoutConversation(questions: readonly string[]): History {
  const { historyExchanges } = tunables.conversations;
  const history = questions.slice(-historyExchanges).map((question) => ({ question, answer: '' }));
  return { history, earlier: [], documents: [] };
}
