import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../../core/errors.ts';
import { convertModel } from './convert-model.ts';

type Reply =
  | { readonly done: number; readonly total: number }
  | { readonly failure: { readonly code?: ErrorCode; readonly detail: string } };

/**
 * Converts a model on a thread of its own, so that a server goes on answering meanwhile. See `convertModel`.
 */
export async function convertOnThread(
  from: string,
  to: string,
  options: {
    readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { from, to },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
  });
  let failure: unknown;
  const abort = () => {
    failure = signal?.reason;
    void worker.terminate();
  };
  signal?.addEventListener('abort', abort, { once: true });
  worker.on('message', (reply: Reply) => {
    if ('done' in reply) onProgress?.(reply.done, reply.total);
    else failure = new AppError(reply.failure.code ?? 'INTERNAL', { detail: reply.failure.detail });
  });
  worker.on('error', (error) => {
    failure ??= error;
  });
  await new Promise((resolve) => worker.once('exit', resolve));
  signal?.removeEventListener('abort', abort);
  if (failure !== undefined) throw failure;
}

async function work({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const say = (reply: Reply) => parentPort?.postMessage(reply);
  try {
    await convertModel(from, to, { onProgress: (done, total) => say({ done, total }) });
  } catch (error) {
    const { code, message } = error as AppError;
    say({ failure: { ...(error instanceof AppError && { code }), detail: message } });
  }
}

if (!isMainThread && workerData) await work(workerData as { from: string; to: string });
