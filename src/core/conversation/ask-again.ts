import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { AskRequest } from '../answer/ask.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { type ShowConversationDeps, showConversation } from './show-conversation.ts';

type AskAgainDeps = ShowConversationDeps & {
  readonly conversations: Pick<ConversationRepository, 'findQuestion'>;
};

/**
 * What asks the question of an answer again: in its conversation, over the same scope, with what was said before it in view.
 * @throws AppError `NOT_FOUND` when the message is no answer given to the caller, or its question is withheld from them now (R08) or was
 *   erased; `BAD_REQUEST` for that of a task
 */
export async function askAgain(
  deps: AskAgainDeps,
  within: AccessFilter,
  messageId: string,
): Promise<Required<Pick<AskRequest, 'question' | 'scope' | 'conversationId' | 'retryOf'>>> {
  const asked = isUuid(messageId)
    ? await deps.conversations.findQuestion(within.org, within.user, messageId)
    : null;
  if (!asked) throw new AppError('NOT_FOUND');
  // What it works on is not in its words, and is authorised anew there.
  if (asked.isTask)
    throw new AppError('BAD_REQUEST', { detail: 'retryOf: run the task again with /v1/tasks' });
  const { scope, conversationId, firstAnswer } = asked;
  const { messages } = await showConversation(deps, within, conversationId);
  const shown = messages[messages.findIndex(({ id }) => id === messageId) - 1];
  if (!shown || shown.masked || shown.text === '') throw new AppError('NOT_FOUND');
  return { question: shown.text, scope, conversationId, retryOf: firstAnswer };
}
