import { constants, type FileHandle, open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { tunables } from '../../../config/tunables.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { DocumentParser, FileToParse } from '../../ports/document-parser.ts';
import { type Confinement, probeConfinement } from './confinement.ts';
import { type OpenFile, type ParserProcess, startParserProcess } from './parser-process.ts';

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
export function createParserPool(options: ParserPoolOptions): DocumentParser {
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

  const readOnce = async (
    file: OpenFile,
    signal: AbortSignal,
  ): Promise<{ outcome: ParseOutcome; fresh: boolean }> => {
    const parser = await take();
    const fresh = parser.files() === 0;
    busy.add(parser);
    try {
      return { outcome: await parser.read(file, signal), fresh };
    } finally {
      busy.delete(parser);
      await giveBack(parser);
    }
  };

  const readWith = async (
    file: FileToParse,
    handle: FileHandle,
    signal: AbortSignal,
  ): Promise<ParseOutcome> => {
    const status = await handle.stat();
    if (!status.isFile()) return { outcome: 'failed', reason: 'unreadable', detail: 'not a regular file' };
    if (status.size === 0) return { outcome: 'skipped', reason: 'empty' };
    if (status.size > parsing.fileBytes) return { outcome: 'failed', reason: 'too-large', detail: 'file' };
    const open = { handle, name: file.name, bytes: status.size };
    const first = await readOnce(open, signal);
    // What earlier files left behind in a process must not condemn this one.
    return first.fresh || !isDeath(first.outcome) ? first.outcome : (await readOnce(open, signal)).outcome;
  };

  const parse = async (file: FileToParse, callerSignal?: AbortSignal): Promise<ParseOutcome> => {
    const signal =
      callerSignal === undefined ? closing.signal : AbortSignal.any([callerSignal, closing.signal]);
    signal.throwIfAborted();
    let handle: FileHandle;
    try {
      // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
      handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return { outcome: 'failed', reason: 'unreadable' };
    }
    try {
      const outcome = await readWith(file, handle, signal);
      if (outcome.outcome === 'failed')
        options.logger?.warn({ reason: outcome.reason, detail: outcome.detail }, 'parse failed');
      return outcome;
    } finally {
      await handle.close();
    }
  };

  return {
    parse: (file, { signal } = {}) => turn(() => parse(file, signal)),
    close: async () => {
      closing.abort(new Error('The parser pool is closed.'));
      await Promise.all([...idle.splice(0), ...busy].map((parser) => parser.kill()));
    },
  };
}

function isDeath(outcome: ParseOutcome): boolean {
  return (
    outcome.outcome === 'failed' && (outcome.reason === 'parse-memory' || outcome.reason === 'parse-crash')
  );
}
