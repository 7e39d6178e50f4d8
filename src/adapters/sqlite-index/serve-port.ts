import { parentPort } from 'node:worker_threads';
import type { Change, FromWorker, Question, Reply, ToWorker } from './protocol.ts';

type Asked<Message> = { readonly id: number; readonly message: Message };

/**
 * Runs a worker thread: gathers messages, hands them to `work` in order of arrival, some at a time, and looks for new
 * messages and cancellations in between.
 */
export function servePort<Message extends Change | Question>(worker: {
  /** Takes how many of the waiting messages to do now, at least one. */
  readonly take: (waiting: readonly Message[]) => number;
  /** Gives a reply for each. */
  readonly work: (messages: readonly Message[]) => Reply[];
  readonly close: () => void;
}): void {
  let waiting: Asked<Message>[] = [];
  let scheduled = false;
  let closing = false;

  function round(): void {
    scheduled = false;
    if (waiting.length === 0) return;
    const asked = waiting.splice(0, worker.take(waiting.map(({ message }) => message)));
    const replies = worker.work(asked.map(({ message }) => message));
    tell({
      type: 'replies',
      replies: asked.flatMap(({ id }, i) => (replies[i] ? [{ id, ...replies[i] }] : [])),
    });
    schedule();
  }

  function end(): void {
    worker.close();
    parentPort?.close();
  }

  function schedule(): void {
    if (closing && waiting.length === 0) end();
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(round);
  }

  parentPort?.on('message', (sent: ToWorker) => {
    if (sent.type === 'ask') waiting.push({ id: sent.id, message: sent.message as Message });
    if (sent.type === 'cancel') waiting = waiting.filter(({ id }) => id !== sent.id);
    if (sent.type === 'close') closing = true;
    schedule();
  });
}

export function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}
