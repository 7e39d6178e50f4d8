import { constants, type FileHandle, open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { tunables } from '../../../config/tunables.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { DocumentParser, FileToParse } from '../../ports/document-parser.ts';
import { type Confinement, probeConfinement } from './confinement.ts';
import { type ParserProcess, startParserProcess } from './parser-process.ts';

export type ParserPoolOptions = {
  /** Parser processes at most. */
  readonly size: number;
  /** Wall clock for one file. */
  readonly timeoutMs?: number;
  /** Resident memory of one process. */
  readonly memoryBytes?: number;
  /** A process is replaced after this many files. */
  readonly filesPerProcess?: number;
  readonly logger?: { debug(fields: object, message: string): void; warn(fields: object, message: string): void };
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

  const giveBack = async (parser: ParserProcess): Promise<void> => {
    // A process near its allowance of processor time would be ended in the middle of a file.
    const worn = parser.files() >= filesPerProcess || parser.busyMs() > (parsing.processorSeconds / 2) * 1000;
    if (parser.alive() && !worn && !closing.signal.aborted) idle.push(parser);
    else await parser.kill();
  };

  const readWith = async (file: FileToParse, handle: FileHandle, signal: AbortSignal): Promise<ParseOutcome> => {
    const { size, isFile } = await regular(handle);
    if (!isFile) return { outcome: 'failed', reason: 'unreadable', detail: 'not a regular file' };
    if (size === 0) return { outcome: 'skipped', reason: 'empty' };
    if (size > parsing.fileBytes) return { outcome: 'failed', reason: 'too-large', detail: 'file' };
    const parser = await take();
    busy.add(parser);
    try {
      return await parser.read({ handle, name: file.name, bytes: size }, signal);
    } finally {
      busy.delete(parser);
      await giveBack(parser);
    }
  };

  const parse = async (file: FileToParse, callerSignal?: AbortSignal): Promise<ParseOutcome> => {
    const signal = callerSignal === undefined ? closing.signal : AbortSignal.any([callerSignal, closing.signal]);
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
      if (outcome.outcome === 'failed') options.logger?.warn({ reason: outcome.reason, detail: outcome.detail }, 'parse failed');
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

async function regular(handle: FileHandle): Promise<{ size: number; isFile: boolean }> {
  const status = await handle.stat();
  return { size: status.size, isFile: status.isFile() };
}
