import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { AppError } from '../../core/errors.ts';
import type { Analyses } from './protocol.ts';

/** One thread, which does one thing at a time, in the order of the calls. */
export type Lane = {
  /** @throws AppError `INTERNAL`, retryable, when the thread died of this call, and after `close()` */
  call<Name extends keyof Analyses>(name: Name, ask: Analyses[Name]['ask']): Promise<Analyses[Name]['reply']>;
  close(): Promise<void>;
};

export type LaneOptions = {
  readonly entry: URL;
  /** Old generation of the thread's heap. Whoever needs more kills the thread, never the process. */
  readonly heapMegabytes: number;
  /** Young generation of that heap; a large one lets V8 end the process instead (see `tunables.analysis`). */
  readonly youngHeapMegabytes: number;
  /** True ends the thread, and gives its memory back, whenever nothing is left to do. */
  readonly endsWhenIdle: boolean;
};

/** The thread starts at the first call, and anew at the next call after its death. */
export function createLane({ entry, endsWhenIdle, ...limits }: LaneOptions): Lane {
  // Waiting calls stay here: a text that kills the thread takes none of them with it.
  const oneAtATime = pLimit(1);
  let worker: Worker | undefined;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(entry, {
      name: 'text-analysis',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMegabytes,
        maxYoungGenerationSizeMb: limits.youngHeapMegabytes,
      },
    });
    const forget = () => {
      if (worker === started) worker = undefined;
    };
    started.once('exit', forget);
    // What it died of is told to the call; without one there is nobody to tell.
    started.on('error', forget);
    return started;
  }

  async function answer(message: object): Promise<unknown> {
    if (isClosed) throw lost('Texts are no longer analysed.');
    worker ??= start();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const asked = worker;
    const fail = (cause?: unknown) => reject(lost('The thread that analyses texts stopped.', cause));
    const exit = () => fail();
    asked.once('message', resolve).once('messageerror', fail).once('error', fail).once('exit', exit);
    asked.ref();
    try {
      asked.postMessage(message);
      return await promise;
    } finally {
      asked.off('message', resolve).off('messageerror', fail).off('error', fail).off('exit', exit);
      // An idle thread must not keep the program running.
      asked.unref();
    }
  }

  async function end(): Promise<void> {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  return {
    call: (name, ask) =>
      oneAtATime(async () => {
        try {
          return (await answer({ name, ask })) as Analyses[typeof name]['reply'];
        } finally {
          if (endsWhenIdle && oneAtATime.pendingCount === 0) void end();
        }
      }),
    close: async () => {
      isClosed = true;
      await end();
    },
  };
}

function lost(detail: string, cause?: unknown): AppError {
  return new AppError('INTERNAL', { detail, cause, retryable: true });
}
