import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { AskEvent, AskScope, Conversation, Feedback } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { applyEvent, citedSources, newTurn, type Turn, turnsOf, withSuperseded } from '../answer/turn.ts';
import { type T, useLanguage } from '../language.ts';
import type { TaskRequest } from '../task/task.ts';

type Running = {
  readonly key: string;
  /** Ends the answer here and on the server; resolves when the server has kept what there is. */
  readonly stop: () => Promise<void>;
};

/**
 * The questions and answers on screen. One answer streams at a time; it can be stopped and keeps what had come. Its start and
 * its end are announced, never its words. `onSaved` is told when the server holds something new.
 */
export function useAssistant(client: Client, onSaved: () => void) {
  const { t, language } = useLanguage();
  const announce = useAnnounce();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [conversationId, setConversationId] = useState<string | null>(null);
  const running = useRef<Running | null>(null);
  const nextKey = useRef(1);

  const stop = useCallback(() => void running.current?.stop(), []);
  useEffect(() => stop, [stop]);

  const run = async (begun: Turn, begin: (signal: AbortSignal) => AsyncGenerator<AskEvent>) => {
    if (running.current !== null) return;
    const controller = new AbortController();
    const { key } = begun;
    let turn = begun;
    let id = conversationId;
    let stopping = Promise.resolve();
    const run: Running = {
      key,
      stop: () => {
        const { messageId, isResumable } = turn;
        controller.abort();
        if (id !== null && messageId !== null && isResumable && turn.status === 'streaming')
          stopping = client.stopAnswer({ conversationId: id, messageId }).catch(() => undefined);
        return stopping;
      },
    };
    running.current = run;
    const show = (next: Turn) => {
      turn = next;
      if (running.current === run)
        setTurns((was) =>
          withSuperseded(
            was.map((one) => (one.key === key ? next : one)),
            next,
          ),
        );
    };
    setTurns((was) => [...was, turn]);
    announce(t('answering'));
    try {
      for await (const event of begin(controller.signal)) {
        if (event.type === 'meta') id = event.conversationId;
        if (running.current === run) setConversationId(id);
        show(applyEvent(turn, event));
      }
      if (turn.status === 'streaming') show({ ...turn, status: 'failed' });
    } catch (error) {
      show(
        isAbort(error)
          ? { ...turn, status: 'stopped' }
          : { ...turn, status: 'failed', problem: toProblem(error) },
      );
    }
    await stopping;
    if (running.current !== run) return;
    running.current = null;
    announce(endOf(turn, t));
    onSaved();
  };

  const keyOfNext = () => `asked-${nextKey.current++}`;
  const inConversation = conversationId === null ? {} : { conversationId };

  /** `again`: the turn whose question this is; `provider`: who is to answer, when somebody chose. */
  const ask = (question: string, scope: AskScope, again: Turn | null = null, provider?: string) => {
    const turn: Turn = {
      ...newTurn(keyOfNext(), question, scope),
      retryOf: again?.retryOf ?? again?.messageId ?? null,
    };
    const asked = again?.messageId ? { retryOf: again.messageId } : { question, conversationId };
    return run(turn, (signal) => client.ask(asked, { scope, provider, signal }));
  };

  const runTask = (request: TaskRequest) => {
    const { task, documents, instruction } = request;
    const titles = documents.map(({ title }) => t('quoted', { text: title })).join(', ');
    const question = [t(`tasks.${task}.of`, { titles }), instruction].filter(Boolean).join(' ');
    const ids = documents.map(({ id }) => id);
    const turn: Turn = { ...newTurn(keyOfNext(), question, { documents: ids }), task: request };
    const more = instruction === '' ? {} : { instruction };
    return run(turn, (signal) =>
      client.runTask({ task, documents: ids, language, ...more, ...inConversation }, signal),
    );
  };

  /** Forgets the screen without a word: what still streams is stopped on the server. */
  const replace = (next: readonly Turn[], id: string | null) => {
    const was = running.current;
    running.current = null;
    void was?.stop();
    setTurns(next);
    setConversationId(id);
  };

  return {
    turns,
    conversationId,
    isStreaming: turns.at(-1)?.status === 'streaming',
    ask: (question: string, scope: AskScope) => ask(question, scope),
    runTask,
    /** Asks the question of a turn again, in its place, of whom one wants; runs its task again. */
    askAgain: (turn: Turn, provider?: string) =>
      turn.task === null ? ask(turn.question, turn.scope, turn, provider) : runTask(turn.task),
    /** Says what an answer was worth; `null` takes it back. */
    giveFeedback: async (turn: Turn, feedback: Feedback | null) => {
      if (turn.messageId === null) return;
      if (feedback === null) await client.withdrawFeedback(turn.messageId);
      else await client.giveFeedback(turn.messageId, feedback);
      setTurns((was) => was.map((one) => (one.key === turn.key ? { ...one, feedback } : one)));
    },
    stop,
    startOver: () => replace([], null),
    open: (conversation: Conversation) => replace(turnsOf(conversation), conversation.id),
  };
}

function endOf(turn: Turn, t: T): string {
  if (turn.status === 'stopped') return t('answerStopped');
  if (turn.status === 'failed') return `${t('answerFailed')}. ${turn.problem?.title ?? t('answerCut')}`;
  return turn.outcome === 'not-found'
    ? t('answerNotFound')
    : t('answered', { count: citedSources(turn).length });
}
