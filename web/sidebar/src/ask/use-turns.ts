import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { AskEvent } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { applyEvent, citedSources, type Turn, withSuperseded } from '../answer/turn.ts';
import { type T, useLanguage } from '../language.ts';

type Running = {
  readonly key: string;
  /** Ends the answer here and on the server; resolves when the server has kept what there is. */
  readonly stop: () => Promise<void>;
};

/** How an answer is asked for, and stopped where leaving it is not enough. */
export type Asking = {
  readonly begin: (signal: AbortSignal) => AsyncGenerator<AskEvent>;
  readonly stop?: (turn: Turn) => Promise<void>;
  readonly onEvent?: (event: AskEvent) => void;
};

/**
 * Questions and answers on screen. One answer streams at a time; it can be stopped and keeps what had come. Its start and its
 * end are announced, never its words. `onEnded` is told of each.
 */
export function useTurns(onEnded: (turn: Turn) => void) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const running = useRef<Running | null>(null);
  const nextKey = useRef(1);

  const stop = useCallback(() => void running.current?.stop(), []);
  useEffect(() => stop, [stop]);

  const run = async (begun: Omit<Turn, 'key'>, asking: Asking) => {
    if (running.current !== null) return;
    const controller = new AbortController();
    const key = `asked-${nextKey.current++}`;
    let turn: Turn = { ...begun, key };
    let stopping = Promise.resolve();
    const run: Running = {
      key,
      stop: () => {
        controller.abort();
        if (turn.status === 'streaming') stopping = asking.stop?.(turn) ?? stopping;
        return stopping;
      },
    };
    running.current = run;
    const show = (next: Turn) => {
      turn = next;
      if (running.current !== run) return;
      // What somebody types meanwhile goes before the words that come.
      startTransition(() =>
        setTurns((was) =>
          withSuperseded(
            was.map((one) => (one.key === key ? next : one)),
            next,
          ),
        ),
      );
    };
    setTurns((was) => [...was, turn]);
    announce(t('answering'));
    try {
      for await (const event of asking.begin(controller.signal)) {
        if (running.current === run) asking.onEvent?.(event);
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
    onEnded(turn);
  };

  /** Forgets the screen without a word: what still streams is stopped on the server. */
  const replace = (next: readonly Turn[]) => {
    const was = running.current;
    running.current = null;
    void was?.stop();
    setTurns(next);
  };

  return { turns, isStreaming: turns.at(-1)?.status === 'streaming', run, stop, replace, change: setTurns };
}

function endOf(turn: Turn, t: T): string {
  if (turn.status === 'stopped') return t('answerStopped');
  if (turn.status === 'failed') return `${t('answerFailed')}. ${turn.problem?.title ?? t('answerCut')}`;
  return turn.outcome === 'not-found'
    ? t('answerNotFound')
    : t('answered', { count: citedSources(turn).length });
}
