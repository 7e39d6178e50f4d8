import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { type Confinement, parserArguments, parserEnvironment } from './confinement.ts';
import { frameHead } from './frame.ts';
import { lowerPriority } from './lower-priority.ts';
import type { OpenFile } from './open-file.ts';
import { idleMessage, progress, type Task } from './task.ts';
import { residentBytes, watchMemory } from './watch-memory.ts';

const startMs = 20_000;
const keptErrorCharacters = 4_000;
const sentAtOnceBytes = 256 * 1024;
const outOfMemory =
  /heap out of memory|allocation failed|ENOMEM|bad_alloc|memory allocation of \d+ bytes failed|out of memory/i;

export type ProcessLimits = {
  /** Wall clock for one file. */
  readonly timeoutMs: number;
  /** Wall clock without a sign of progress; `timeoutMs` unless told. */
  readonly progressTimeoutMs?: number;
  readonly memoryBytes: number;
  /** How far the process gives way to others (0 to 19). */
  readonly niceness?: number;
};

/** The reply of a process (it has read a hostile file: check it), or why there is none. */
export type Reply =
  | { readonly message: unknown }
  | { readonly died: 'parse-timeout' | 'parse-memory' | 'parse-crash' | 'unreadable' };

/** One parser process. It reads one file at a time; after a death (`alive` is false) it is thrown away. */
export type ParserProcess = {
  readonly alive: () => boolean;
  readonly files: () => number;
  readonly busyMs: () => number;
  /** Resident memory in bytes, `null` where it cannot be known. */
  readonly resident: () => number | null;
  /** Lets every other process go first, for good. */
  stepAside(): Promise<void>;
  readonly hasSteppedAside: () => boolean;
  /** Rejects with the reason of `signal` when that aborts; every other end is an outcome. */
  run(task: Task, file: OpenFile, signal?: AbortSignal): Promise<Reply>;
  kill(): Promise<void>;
};

/** Starts a parser process and waits until it can read. Throws `AppError('INTERNAL')` when the host cannot run one. */
export async function startParserProcess(
  confinement: Confinement,
  limits: ProcessLimits,
): Promise<ParserProcess> {
  const [command = process.execPath, ...words] = [
    ...confinement.prefix,
    process.execPath,
    ...parserArguments(),
  ];
  const child = spawn(command, words, {
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: parserEnvironment(),
    cwd: '/',
  });
  // At once, so that the threads which the process starts inherit it.
  if (child.pid !== undefined && limits.niceness !== undefined)
    void lowerPriority(child.pid, limits.niceness);
  // One buffer for all that is sent: a new one for each piece of each file would make the parent grow.
  const buffer = new Uint8Array(sentAtOnceBytes);
  let errors = '';
  let alive = true;
  let files = 0;
  let busyMs = 0;
  let aside = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      alive = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  child.stderr?.on('data', (data: Buffer) => {
    errors = (errors + data.toString('latin1')).slice(-keptErrorCharacters);
  });
  // Written to after its death: the exit tells what happened.
  child.stdin?.on('error', () => undefined);
  await ready(child, exited, () => errors);
  holdParent(child, false);

  const kill = async (): Promise<void> => {
    if (!alive) return;
    holdParent(child, true);
    child.kill('SIGKILL');
    await exited;
  };

  const run = async (task: Task, file: OpenFile, signal?: AbortSignal): Promise<Reply> => {
    signal?.throwIfAborted();
    const started = performance.now();
    holdParent(child, true);
    let ended: 'parse-timeout' | 'parse-memory' | 'aborted' | null = null;
    const end = (reason: typeof ended): void => {
      ended ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end('parse-timeout'), limits.timeoutMs);
    const progressTimer = setTimeout(
      () => end('parse-timeout'),
      limits.progressTimeoutMs ?? limits.timeoutMs,
    );
    const stopWatch = watchMemory(child.pid, limits.memoryBytes, tunables.parsing.memoryWatchMs, () =>
      end('parse-memory'),
    );
    const abort = (): void => end('aborted');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const reply = nextMessage(child, () => progressTimer.refresh());
      const idle = awaitIdle(child);
      const sent = send(child, task, file, buffer, exited).catch(() => {
        // A file that changes under our eyes leaves the stream of the child out of step.
        child.kill('SIGKILL');
        return 'unreadable' as const;
      });
      const message = await Promise.race([
        reply.message.then((value) => ({ value })),
        exited.then(() => null),
      ]);
      reply.stop();
      if (message !== null) {
        // A reader that failed may have left work behind, which would use up the time of the next file.
        if (!(await isIdleSoon(idle, exited))) await kill();
        return { message: message.value };
      }
      if (ended === 'aborted') throw signal?.reason;
      if ((await sent) === 'unreadable' && ended === null && errors === '') return { died: 'unreadable' };
      return { died: ended ?? (outOfMemory.test(errors) ? 'parse-memory' : 'parse-crash') };
    } finally {
      clearTimeout(timer);
      clearTimeout(progressTimer);
      stopWatch();
      signal?.removeEventListener('abort', abort);
      files += 1;
      busyMs += performance.now() - started;
      if (alive) holdParent(child, false);
    }
  };

  const resident = (): number | null => (child.pid === undefined ? null : residentBytes(child.pid));

  const stepAside = async (): Promise<void> => {
    aside = true;
    if (child.pid !== undefined && alive) await lowerPriority(child.pid);
  };

  return {
    alive: () => alive,
    files: () => files,
    busyMs: () => busyMs,
    resident,
    stepAside,
    hasSteppedAside: () => aside,
    run,
    kill,
  };
}

async function ready(child: ChildProcess, exited: Promise<void>, errors: () => string): Promise<void> {
  const reply = nextMessage(child);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), startMs);
  });
  const message = await Promise.race([reply.message, exited.then(() => null), late]);
  clearTimeout(timer);
  reply.stop();
  if (message === 'ready') return;
  child.kill('SIGKILL');
  throw new AppError('INTERNAL', {
    detail: 'A parser process could not start.',
    cause: new Error(errors().slice(0, 500)),
  });
}

/** Resolves when the process says that it has nothing more to do for a file. */
function awaitIdle(child: ChildProcess): Promise<true> {
  return new Promise((resolve) => {
    const listener = (message: unknown): void => {
      if (message !== idleMessage) return;
      child.off('message', listener);
      resolve(true);
    };
    child.on('message', listener);
  });
}

async function isIdleSoon(idle: Promise<true>, exited: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), tunables.parsing.idleAfterMs);
  });
  const isIdle = await Promise.race([idle, late, exited.then(() => false)]);
  clearTimeout(timer);
  return isIdle;
}

function nextMessage(
  child: ChildProcess,
  onProgress?: () => void,
): { message: Promise<unknown>; stop: () => void } {
  let listener: (message: unknown) => void = () => undefined;
  const message = new Promise<unknown>((resolve) => {
    listener = (received) => {
      if (received === progress) onProgress?.();
      else if (received !== idleMessage) resolve(received);
    };
    child.on('message', listener);
  });
  return { message, stop: () => child.off('message', listener) };
}

async function send(
  child: ChildProcess,
  task: Task,
  file: OpenFile,
  buffer: Uint8Array,
  exited: Promise<void>,
): Promise<void> {
  const { stdin } = child;
  if (stdin === null) throw new Error('no standard input');
  stdin.write(frameHead(task, file.bytes));
  for (let sent = 0; sent < file.bytes; ) {
    const length = Math.min(buffer.length, file.bytes - sent);
    const bytesRead = await file.read(buffer.subarray(0, length), sent);
    if (bytesRead === 0) throw new Error('file changed while it was read');
    sent += bytesRead;
    if (stdin.destroyed) return;
    const written = new Promise((resolve) => stdin.write(buffer.subarray(0, bytesRead), resolve));
    await Promise.race([written, exited]);
  }
}

// An idle parser must not keep the program running.
function holdParent(child: ChildProcess, hold: boolean): void {
  const streams = [child.stdin as Socket | null, child.stderr as Socket | null, child, child.channel];
  for (const stream of streams) {
    if (hold) stream?.ref();
    else stream?.unref();
  }
}
