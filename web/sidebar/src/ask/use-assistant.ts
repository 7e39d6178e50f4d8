import { useCallback, useRef, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { AskEvent, AskScope, Conversation, Feedback } from '../../../shared/api/types.ts';
import { newTurn, reviewed, type Turn, turnsOf } from '../answer/turn.ts';
import { useLanguage } from '../language.ts';
import type { TaskRequest } from '../task/task.ts';
import { type Asking, useTurns } from './use-turns.ts';

/**
 * The conversation on screen, which the server keeps. `onSaved` is told when it holds something new.
 */
export function useAssistant(client: Client, onSaved: () => void) {
  const { t, language } = useLanguage();
  const [conversationId, setConversationId] = useState<string | null>(null);
  const current = useRef(conversationId);
  const talkIn = useCallback((id: string | null) => {
    current.current = id;
    setConversationId(id);
  }, []);
  const { turns, isStreaming, run, stop, replace, change } = useTurns(onSaved);

  const askingBy = (begin: Asking['begin']): Asking => {
    let id = conversationId;
    return {
      begin,
      onEvent: (event: AskEvent) => {
        if (event.type !== 'meta' || event.ids === null) return;
        id = event.ids.conversationId;
        talkIn(id);
      },
      stop: async ({ messageId, isResumable }) => {
        if (id !== null && messageId !== null && isResumable)
          await client.stopAnswer({ conversationId: id, messageId }).catch(() => undefined);
      },
    };
  };

  /** `again`: the turn whose question this is; `provider`: who is to answer, when somebody chose. */
  const ask = (question: string, scope: AskScope, again: Turn | null = null, provider?: string) => {
    const turn = { ...newTurn('', question, scope), retryOf: again?.retryOf ?? again?.messageId ?? null };
    const asked = again?.messageId ? { retryOf: again.messageId } : { question, conversationId };
    return run(
      turn,
      askingBy((signal) => client.ask(asked, { scope, provider, signal })),
    );
  };

  const runTask = (request: TaskRequest) => {
    const { task, documents, instruction } = request;
    const titles = documents.map(({ title }) => t('quoted', { text: title })).join(', ');
    const question = [t(`tasks.${task}.of`, { titles }), instruction].filter(Boolean).join(' ');
    const ids = documents.map(({ id }) => id);
    const turn = { ...newTurn('', question, { documents: ids }), task: request };
    const more = {
      ...(instruction !== '' && { instruction }),
      ...(conversationId !== null && { conversationId }),
    };
    return run(
      turn,
      askingBy((signal) => client.runTask({ task, documents: ids, language, ...more }, signal)),
    );
  };

  const show = (next: readonly Turn[], id: string | null) => {
    replace(next);
    talkIn(id);
  };

  /** Asks what has become of the sources of the answers on screen. Without an answer all stays as it is. */
  const review = useCallback(async () => {
    const id = current.current;
    if (id === null) return;
    const now = await client.conversation(id).catch(() => null);
    if (now !== null && current.current === id) change((was) => reviewed(was, now));
  }, [client, change]);

  return {
    turns,
    conversationId,
    isStreaming,
    ask: (question: string, scope: AskScope) => ask(question, scope),
    runTask,
    /** Asks the question of a turn again, in its place, of whom one wants; runs its task again. */
    askAgain: (turn: Turn, provider?: string) =>
      turn.task === null ? ask(turn.question, turn.scope ?? {}, turn, provider) : runTask(turn.task),
    /** Says what an answer was worth; `null` takes it back. */
    giveFeedback: async (turn: Turn, feedback: Feedback | null) => {
      if (turn.messageId === null) return;
      if (feedback === null) await client.withdrawFeedback(turn.messageId);
      else await client.giveFeedback(turn.messageId, feedback);
      change((was) => was.map((one) => (one.key === turn.key ? { ...one, feedback } : one)));
    },
    stop,
    review,
    startOver: () => show([], null),
    open: (conversation: Conversation) => show(turnsOf(conversation), conversation.id),
  };
}
