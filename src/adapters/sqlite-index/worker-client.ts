import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { AskOf, Changes, FromWorker, Questions, Reply, ToWorker, WorkerSettings } from './protocol.ts';

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };
type CallOptions = { readonly signal?: AbortSignal | undefined; readonly transfer?: readonly ArrayBuffer[] };

/** Asks a worker thread and waits for its replies. */
export type WorkerClient<All extends Changes | Questions> = {
  /**
   * An aborted signal rejects with its reason, and the reply is dropped.
   * @throws AppError of the reply; `STORE_UNAVAILABLE` when the thread died, and the next call starts another
   */
  call<Name extends keyof All & string>(
    name: Name,
    ask: All[Name] extends { ask: infer Ask } ? Ask : never,
    options?: CallOptions,
  ): Promise<All[Name] extends { reply: infer Value } ? Value : never>;
  /** Lets the thread finish what it was asked for, then ends it. */
  close(): Promise<void>;
};

/** What the thread runs, and the name by which tools of the system show it: 15 characters at most. */
type Thread = { readonly name: string; readonly entry: URL };

export function createWorkerClient<All extends Changes | Questions>(
  { name, entry }: Thread,
  settings: WorkerSettings,
  onRebuildNeeded: (org: string) => void,
): WorkerClient<All> {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let ended: Promise<void> = Promise.resolve();
  let lastId = 0;
  let isClosed = false;

  function settle(id: number): Pending | undefined {
    const call = pending.get(id);
    pending.delete(id);
    // An idle index must not keep the program running.
    if (pending.size === 0 && !isClosed) worker?.unref();
    return call;
  }

  function receive(message: FromWorker): void {
    if (message.type === 'rebuild-needed') onRebuildNeeded(message.org);
    else for (const reply of message.replies) finish(settle(reply.id), reply);
  }

  function start(): Worker {
    const started = new Worker(entry, {
      name,
      workerData: settings,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    let cause: unknown;
    started.on('message', receive);
    started.on('error', (error) => {
      cause = error;
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      const lost = [...pending.values()];
      pending.clear();
      const detail = isClosed ? 'The search index is closed.' : 'The search index stopped.';
      for (const { reject } of lost) reject(new AppError('STORE_UNAVAILABLE', { detail, cause }));
      resolve();
    });
    ended = promise;
    return started;
  }

  function send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    worker?.postMessage(message, [...transfer]);
  }

  return {
    call(name, ask, { signal, transfer } = {}) {
      if (isClosed)
        return Promise.reject(new AppError('STORE_UNAVAILABLE', { detail: 'The search index is closed.' }));
      if (signal?.aborted) return Promise.reject(signal.reason);
      worker ??= start();
      worker.ref();
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const abort = (): void => {
        send({ type: 'cancel', id });
        settle(id)?.reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      pending.set(id, { resolve, reject });
      send({ type: 'ask', id, message: { name, ask } as unknown as AskOf<Changes> }, transfer);
      return promise.finally(() => signal?.removeEventListener('abort', abort)) as Promise<never>;
    },
    async close() {
      isClosed = true;
      if (!worker) return;
      worker.ref();
      send({ type: 'close' });
      await ended;
    },
  };
}

function finish(call: Pending | undefined, reply: Reply): void {
  if ('value' in reply) call?.resolve(reply.value);
  else call?.reject(new AppError(reply.failure.code, { detail: reply.failure.detail }));
}
