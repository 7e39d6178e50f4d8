import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../api/client.ts';
import { isAbort, toProblem } from '../api/problem.ts';
import type { AskScope, Conversation } from '../api/types.ts';
import { useAnnounce } from '../interface/announcer.tsx';
import { useLanguage } from '../interface/language.tsx';
import type { Texts } from '../texts.ts';
import { applyEvent, citedSources, newTurn, type Turn, turnsOf } from './turn.ts';

type Running = { readonly controller: AbortController; readonly key: string };

/**
 * The questions and answers on screen. One answer streams at a time; it can be stopped and keeps what had come. Its start and
 * its end are announced, never its words. `onSaved` is told when the server holds something new.
 */
export function useAssistant(client: Client, onSaved: () => void) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [conversationId, setConversationId] = useState<string | null>(null);
  const running = useRef<Running | null>(null);
  const nextKey = useRef(1);

  const stop = useCallback(() => running.current?.controller.abort(), []);
  useEffect(() => stop, [stop]);

  const ask = async (question: string, scope: AskScope) => {
    if (running.current !== null) return;
    const controller = new AbortController();
    const key = `asked-${nextKey.current++}`;
    const run = { controller, key };
    running.current = run;
    let turn = newTurn(key, question, scope);
    const show = (next: Turn) => {
      turn = next;
      if (running.current === run) setTurns((was) => was.map((one) => (one.key === key ? next : one)));
    };
    setTurns((was) => [...was, turn]);
    announce(t.answering);
    try {
      for await (const event of client.ask(question, { scope, conversationId, signal: controller.signal })) {
        if (event.type === 'meta' && running.current === run) setConversationId(event.conversationId);
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
    if (running.current !== run) return;
    running.current = null;
    announce(endOf(turn, t));
    onSaved();
  };

  /** Forgets the screen without a word: what still streams is stopped on the server. */
  const replace = (next: readonly Turn[], id: string | null) => {
    const was = running.current;
    running.current = null;
    was?.controller.abort();
    setTurns(next);
    setConversationId(id);
  };

  return {
    turns,
    conversationId,
    isStreaming: turns.at(-1)?.status === 'streaming',
    ask,
    stop,
    startOver: () => replace([], null),
    open: (conversation: Conversation) => replace(turnsOf(conversation), conversation.id),
  };
}

function endOf(turn: Turn, t: Texts): string {
  if (turn.status === 'stopped') return t.answerStopped;
  if (turn.status === 'failed') return `${t.answerFailed}. ${turn.problem?.title ?? t.answerCut}`;
  return turn.outcome === 'not-found' ? t.answerNotFound : t.answered(citedSources(turn).length);
}
