import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { tunables } from '../../../config/tunables.ts';
import { type Encode, loadEncoder } from './encoder.ts';
import type { ModelFolder } from './model-folder.ts';

type Model = Pick<ModelFolder, 'onnxFile' | 'pooling'>;
type Batch = Parameters<Encode>[0];
type Reply = { readonly vectors: Awaited<ReturnType<Encode>> } | { readonly failure: string };

/**
 * The same model on up to `threads` other threads, each with weights of its own (0.2 GB), loaded at the first batch: who
 * only asks queries does not pay for them. At most `threads` calls may be under way.
 */
export function encodeOnThreads(model: Model, threads: number): Encode {
  const idle: Worker[] = [];
  let started = 0;
  return async (batch) => {
    const worker = idle.pop() ?? start();
    try {
      return await ask(worker, batch);
    } finally {
      idle.push(worker);
    }
  };

  function start(): Worker {
    started += 1;
    if (started > threads) throw new RangeError('more calls than threads');
    const worker = new Worker(new URL(import.meta.url), {
      workerData: model,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
    });
    // A thread dies of defects only. The process goes with it: a new one is started for the next call.
    worker.on('error', (error) => {
      throw error;
    });
    return worker;
  }
}

function ask(worker: Worker, batch: Batch): ReturnType<Encode> {
  return new Promise((resolve, reject) => {
    worker.once('message', (reply: Reply) => {
      if ('vectors' in reply) resolve(reply.vectors);
      else reject(new Error(reply.failure));
    });
    worker.postMessage(batch);
  });
}

/** Entry of such a thread: the next batch comes once this one has its reply. */
if (!isMainThread && parentPort) {
  const port = parentPort;
  giveWay();
  const encoder = loadEncoder(workerData as Model);
  encoder.catch(() => {});
  port.on('message', (batch: Batch) => {
    encoder
      .then((encode) => encode(batch))
      .then(
        (vectors) => port.postMessage({ vectors } satisfies Reply),
        (error: unknown) => port.postMessage({ failure: String(error) } satisfies Reply),
      );
  });
}

/** Lowers the priority of this thread alone, where the system has one for each. */
function giveWay(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), tunables.localEmbedder.niceness);
  } catch {
    // Not Linux: passages and queries then share processors evenly.
  }
}
