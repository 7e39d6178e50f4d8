import { tunables } from '../../../config/tunables.ts';
import { endsAtOnce } from '../access/watch-rights.ts';
import { AppError } from '../errors.ts';
import {
  beginning,
  type EventPlace,
  type PlacedEvent,
  placeAfter,
  type StreamedEvent,
  withPlaces,
} from './event-place.ts';

export type Owner = { readonly org: string; readonly user: string };
export type AnswerIds = { readonly conversationId: string; readonly messageId: string };

/** An answer that is being written, or the result of a task, whoever listens. */
export type RunningAnswer = {
  /** Documents of the sources that were handed out so far, and those that a task works on. */
  documents(): readonly string[];
  /**
   * What came after a place, then what comes, until the end or until `left` fires. Of an answer that failed, nothing more.
   * @throws what ended the answer: `ANSWER_STOPPED` when it was stopped
   */
  follow(after: EventPlace, left: AbortSignal): AsyncGenerator<PlacedEvent, void>;
  /** Ends it; resolves when what had streamed is kept. */
  stop(): Promise<void>;
};

export type RunningAnswers = {
  /**
   * Starts an answer that outlives its listeners by a while, and follows it. With too many of them it is an answer like any
   * other, which stops when `left` fires; `meta` says which. `stopping` ends it at once.
   */
  start(
    owner: Owner,
    answer: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
    signals: { readonly left: AbortSignal; readonly stopping: AbortSignal },
  ): AsyncGenerator<PlacedEvent, void>;
  /** `null` also when it is somebody else's. */
  find(owner: Owner, ids: AnswerIds): RunningAnswer | null;
  /** Resolves when no answer is being written any more. */
  settled(): Promise<void>;
};

type Limits = Readonly<Record<keyof typeof tunables.conversations.resuming, number>>;

/** Answers that may be resumed, in the memory of this process: at most `answers`, each with at most `textCharacters`. */
export function createRunningAnswers(
  onLost: (error: unknown) => void,
  limits: Limits = tunables.conversations.resuming,
): RunningAnswers {
  const running = new Map<
    RunningAnswer,
    { owner: Owner; ids: () => AnswerIds | null; ended: Promise<void> }
  >();
  const isOf = (a: Owner, b: Owner) => a.org === b.org && a.user === b.user;
  const hasRoom = (owner: Owner) =>
    running.size < limits.answers &&
    [...running.values()].filter((one) => isOf(one.owner, owner)).length < limits.answersOfPerson;

  return {
    start(owner, answer, { left, stopping }) {
      if (!hasRoom(owner)) return withPlaces(answer(AbortSignal.any([left, stopping])));
      const { ended, ids, ...run } = runAnswer(answer, stopping, limits, onLost);
      running.set(run, { owner, ids, ended });
      void ended.then(() => running.delete(run));
      return run.follow(beginning, left);
    },
    find(owner, { conversationId, messageId }) {
      for (const [run, one] of running) {
        const ids = one.ids();
        if (isOf(one.owner, owner) && ids?.messageId === messageId && ids.conversationId === conversationId)
          return run;
      }
      return null;
    },
    settled: async () => {
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** Writes an answer into memory and hands it to any number of listeners, each at its own pace. `ended` never rejects. */
function runAnswer(
  answer: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
  stopping: AbortSignal,
  limits: Limits,
  onLost: (error: unknown) => void,
): RunningAnswer & { readonly ids: () => AnswerIds | null; readonly ended: Promise<void> } {
  const stopped = new AbortController();
  const stop = () => stopped.abort(new AppError('ANSWER_STOPPED'));
  const written: PlacedEvent[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const go of waiting) go();
    waiting.clear();
  };
  let ids: AnswerIds | null = null;
  let end: { readonly error?: unknown } | null = null;
  let listeners = 0;
  let grace: NodeJS.Timeout | undefined;

  const ended = write();

  async function write(): Promise<void> {
    let place = beginning;
    try {
      for await (const event of answer(AbortSignal.any([stopped.signal, stopping]))) {
        place = placeAfter(place, event);
        if (event.type === 'meta') ids = event;
        written.push({ event: event.type === 'meta' ? { ...event, resumable: true } : event, place });
        if (place.text > limits.textCharacters) stop();
        wake();
      }
      end = {};
    } catch (error) {
      end = { error };
      if (listeners === 0 && !stopped.signal.aborted && !stopping.aborted) onLost(error);
    }
    clearTimeout(grace);
    wake();
  }

  async function* follow(after: EventPlace, left: AbortSignal): AsyncGenerator<PlacedEvent, void> {
    clearTimeout(grace);
    listeners += 1;
    left.addEventListener('abort', wake);
    try {
      for (let next = Math.min(after.events, written.length); !left.aborted; ) {
        if (end && 'error' in end && endsAtOnce(end.error)) throw end.error;
        const placed = written[next];
        if (placed) {
          next += 1;
          yield placed;
        } else if (end) {
          if ('error' in end) throw end.error;
          return;
        } else {
          await new Promise<void>((resolve) => waiting.add(resolve));
        }
      }
    } finally {
      left.removeEventListener('abort', wake);
      listeners -= 1;
      if (listeners === 0 && !end) grace = setTimeout(stop, limits.graceMs);
    }
  }

  return {
    documents: () => written.flatMap(({ event }) => documentsIn(event)),
    follow,
    stop: () => {
      stop();
      return ended;
    },
    ids: () => ids,
    ended,
  };
}

function documentsIn(event: StreamedEvent): string[] {
  if (event.type === 'sources') return event.sources.map(({ document }) => document.id);
  return event.type === 'meta' && 'task' in event ? event.documents.map(({ id }) => id) : [];
}
