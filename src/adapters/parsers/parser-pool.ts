import { constants, type FileHandle, open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { tunables } from '../../../config/tunables.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import type { DocumentParser, FileToParse, PageReader } from '../../ports/document-parser.ts';
import { type Confinement, probeConfinement } from './confinement.ts';
import { outcomeFrom } from './outcome-from.ts';
import { type OpenFile, type ParserProcess, type Reply, startParserProcess } from './parser-process.ts';
import type { Task } from './task.ts';

export type ParserPoolOptions = {
  /** Parser processes at most. */
  readonly size: number;
  /** Wall clock for one file. */
  readonly timeoutMs?: number;
  /** Resident memory of one process. */
  readonly memoryBytes?: number;
  /** A process is replaced after this many files. */
  readonly filesPerProcess?: number;
  readonly logger?: {
    debug(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
};

/**
 * Reads documents in processes without network, secrets or files, bounded in time and memory. Processes start with the
 * first files and stay warm; one that a file has killed is replaced for the next file. When the caller aborts, `parse`
 * rejects with the reason of its signal.
 */
export function createParserPool(options: ParserPoolOptions): DocumentParser & PageReader {
  const { parsing } = tunables;
  const limits = {
    timeoutMs: options.timeoutMs ?? parsing.timeoutMs,
    memoryBytes: options.memoryBytes ?? parsing.memoryBytes,
  };
  const filesPerProcess = options.filesPerProcess ?? parsing.filesPerProcess;
  const turn = pLimit(options.size);
  const idle: ParserProcess[] = [];
  const busy = new Set<ParserProcess>();
  const closing = new AbortController();
  let confinement: Promise<Confinement> | undefined;

  const confine = (): Promise<Confinement> => {
    confinement ??= probeConfinement().then((found) => {
      options.logger?.debug({ tools: found.tools }, 'parser confinement');
      return found;
    });
    return confinement;
  };

  const take = async (): Promise<ParserProcess> => {
    const warm = idle.pop();
    if (warm?.alive()) return warm;
    return startParserProcess(await confine(), limits);
  };

  const isWorn = async (parser: ParserProcess): Promise<boolean> => {
    if (parser.files() >= filesPerProcess) return true;
    // A process near its allowance of processor time would be ended in the middle of a file.
    if (parser.busyMs() > (parsing.processorSeconds / 2) * 1000) return true;
    return ((await parser.resident()) ?? 0) > parsing.restingMemoryBytes;
  };

  const giveBack = async (parser: ParserProcess): Promise<void> => {
    const keep = parser.alive() && !(await isWorn(parser)) && !closing.signal.aborted;
    if (keep) idle.push(parser);
    else await parser.kill();
  };

  const runOnce = async (
    task: Task,
    file: OpenFile,
    signal: AbortSignal,
  ): Promise<{ reply: Reply; fresh: boolean }> => {
    const parser = await take();
    const fresh = parser.files() === 0;
    busy.add(parser);
    try {
      return { reply: await parser.run(task, file, signal), fresh };
    } finally {
      busy.delete(parser);
      await giveBack(parser);
    }
  };

  /** The reply of a process that was given the file, or why it was given to none. */
  const run = async (
    task: Task,
    file: Pick<FileToParse, 'path'>,
    callerSignal?: AbortSignal,
  ): Promise<Reply | Unopened> => {
    const signal =
      callerSignal === undefined ? closing.signal : AbortSignal.any([callerSignal, closing.signal]);
    signal.throwIfAborted();
    let handle: FileHandle;
    try {
      // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
      handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return { unopened: 'unreadable' };
    }
    try {
      const status = await handle.stat();
      if (!status.isFile()) return { unopened: 'unreadable' };
      if (status.size === 0) return { unopened: 'empty' };
      if (status.size > parsing.fileBytes) return { unopened: 'too-large' };
      const opened = { handle, bytes: status.size };
      const first = await runOnce(task, opened, signal);
      // What earlier files left behind in a process must not condemn this one.
      return first.fresh || !isDeath(first.reply) ? first.reply : (await runOnce(task, opened, signal)).reply;
    } finally {
      await handle.close();
    }
  };

  return {
    parse: (file, { signal, recognise } = {}) =>
      turn(async () => {
        const task: Task = { task: 'read', name: file.name.slice(-1024), ...(recognise && { recognise }) };
        const outcome = outcomeOf(await run(task, file, signal));
        if (outcome.outcome === 'failed')
          options.logger?.warn({ reason: outcome.reason, detail: outcome.detail }, 'parse failed');
        return outcome;
      }),
    drawPage: (file, { number, widthPixels }, { signal } = {}) =>
      turn(async () => {
        const reply = await run({ task: 'draw-page', page: number, widthPixels }, file, signal);
        return 'message' in reply && reply.message instanceof Uint8Array ? reply.message : null;
      }),
    pageTexts: (file, { signal } = {}) =>
      turn(async () => {
        const reply = await run({ task: 'page-texts' }, file, signal);
        return 'message' in reply && isTexts(reply.message) ? reply.message : null;
      }),
    close: async () => {
      closing.abort(new Error('The parser pool is closed.'));
      await Promise.all([...idle.splice(0), ...busy].map((parser) => parser.kill()));
    },
  };
}

type Unopened = { readonly unopened: 'unreadable' | 'empty' | 'too-large' };

function outcomeOf(reply: Reply | Unopened): ParseOutcome {
  if ('message' in reply) return outcomeFrom(reply.message);
  const reason: ReasonCode = 'died' in reply ? reply.died : reply.unopened;
  return { outcome: reason === 'empty' ? 'skipped' : 'failed', reason };
}

function isTexts(message: unknown): message is readonly string[] {
  return Array.isArray(message) && message.every((text) => typeof text === 'string');
}

function isDeath(reply: Reply): boolean {
  return 'died' in reply && (reply.died === 'parse-memory' || reply.died === 'parse-crash');
}
