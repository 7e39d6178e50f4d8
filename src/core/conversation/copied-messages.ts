import { randomUUID } from 'node:crypto';
import type { StoredMessage } from '../../ports/conversation-repository.ts';
import type { ConversationCopy } from '../../ports/conversation-shares.ts';
import type { ShownMessage } from './show-conversation.ts';

/**
 * What a reader takes of a conversation as it is shown to them: questions whose answers are shown too, as they are shown, with
 * their sources. Answers that others took the place of come along: later ones may have had them in view. One that was asked for
 * again comes with the first one alone, whose place tells what it had in view.
 */
export function copiedMessages(
  stored: readonly StoredMessage[],
  shown: readonly ShownMessage[],
): ConversationCopy['messages'] {
  const sources = new Map(stored.map((message) => [message.id, message.sources]));
  const ids = new Map<string, string>();
  const taken: ShownMessage[] = [];
  for (const [index, question] of shown.entries()) {
    const answer = shown[index + 1];
    if (question.role !== 'user' || answer?.role !== 'assistant') continue;
    if (question.masked || answer.masked) continue;
    if (answer.retryOf !== null && !ids.has(answer.retryOf)) continue;
    for (const message of [question, answer]) ids.set(message.id, randomUUID());
    taken.push(question, answer);
  }
  const copied = (id: string | null) => (id === null ? null : (ids.get(id) ?? null));
  return taken.map(({ id, role, text, outcome, answer, createdAt, retryOf, supersededBy }) => ({
    id: copied(id) ?? id,
    copiedOf: id,
    role,
    text,
    outcome,
    answer,
    createdAt,
    retryOf: copied(retryOf),
    supersededBy: copied(supersededBy),
    sources: sources.get(id) ?? [],
  }));
}
