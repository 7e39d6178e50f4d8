import { tunables } from '../../../config/tunables.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import type { DocumentParser, MemoryParser, PageReader, ParseOptions } from '../../ports/document-parser.ts';
import { type Confinement, parserTools, probeConfinement } from './confinement.ts';
import { type OpenFile, type Unopened, withOpenBytes, withOpenFile } from './open-file.ts';
import { outcomeFrom, pageTextsFrom, pictureFrom } from './outcome-from.ts';
import { type ParserProcess, type Reply, startParserProcess } from './parser-process.ts';
import type { Task } from './task.ts';
import { createTurns } from './turns.ts';

export type ParserPoolOptions = {
  /** Files read at once; slow ones go on beside these. */
  readonly size: number;
  /** A file that takes longer is slow: it lets the others go first. */
  readonly slowAfterMs?: number;
  /** Slow files at most, each in a process of its own; with 0, slow files keep their turn. */
  readonly slowProcesses?: number;
  /** Limits of one process, where they are not those of `tunables.parsing`. */
  readonly timeoutMs?: number;
  readonly progressTimeoutMs?: number;
  readonly memoryBytes?: number;
  readonly niceness?: number;
  readonly processorSeconds?: number;
  /** A process is replaced after this many files. */
  readonly filesPerProcess?: number;
  /** Folder of the data for character recognition; without it, `recognise` changes nothing. */
  readonly languageData?: string;
  readonly logger?: {
    debug(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
};

/**
 * Reads documents in processes without network, secrets or files, bounded in time and memory. Processes start with the
 * first files and stay warm; one that a file has killed is replaced for the next file. A slow file gives up its turn and
 * goes on at the lowest priority, so that poison does not hold up the others (R81). When the caller aborts, `parse` rejects
 * with the reason of its signal.
 */
export function createParserPool(options: ParserPoolOptions): DocumentParser & PageReader & MemoryParser {
  const { parsing } = tunables;
  const { timeoutMs = parsing.timeoutMs, memoryBytes = parsing.memoryBytes } = options;
  const { progressTimeoutMs = timeoutMs, niceness = 0, languageData } = options;
  const limits = { timeoutMs, progressTimeoutMs, memoryBytes, niceness };
  const processorSeconds = options.processorSeconds ?? parsing.processorSeconds;
  const filesPerProcess = options.filesPerProcess ?? parsing.filesPerProcess;
  const turns = createTurns({
    size: options.size,
    slowSize: options.slowProcesses ?? parsing.slowProcesses,
    slowAfterMs: options.slowAfterMs ?? parsing.slowAfterMs,
  });
  const idle: ParserProcess[] = [];
  const busy = new Set<ParserProcess>();
  const closing = new AbortController();
  let confinement: Promise<Confinement> | undefined;

  const confine = (): Promise<Confinement> => {
    confinement ??= probeConfinement(parserTools(processorSeconds)).then((found) => {
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

  const isWorn = (parser: ParserProcess): boolean => {
    if (parser.files() >= filesPerProcess || parser.hasSteppedAside()) return true;
    // A process near its allowance of processor time would be ended in the middle of a file.
    if (parser.busyMs() > (processorSeconds / 2) * 1000) return true;
    return (parser.resident() ?? 0) > parsing.restingMemoryBytes;
  };

  const giveBack = async (parser: ParserProcess): Promise<void> => {
    const keep = parser.alive() && !isWorn(parser) && !closing.signal.aborted;
    if (keep) idle.push(parser);
    else await parser.kill();
  };

  const runOnce = async (
    task: Task,
    file: OpenFile,
    signal: AbortSignal,
    reading: Reading,
  ): Promise<{ reply: Reply; fresh: boolean }> => {
    const parser = await take();
    const fresh = parser.files() === 0;
    busy.add(parser);
    reading.parser = parser;
    try {
      if (reading.isSlow) await parser.stepAside();
      return { reply: await parser.run(task, file, signal), fresh };
    } finally {
      busy.delete(parser);
      reading.parser = undefined;
      await giveBack(parser);
    }
  };

  /** The reply of a process that was given the file, or why it was given to none. */
  const run = (task: Task, source: Source, callerSignal?: AbortSignal): Promise<Reply | Unopened> => {
    const signal =
      callerSignal === undefined ? closing.signal : AbortSignal.any([callerSignal, closing.signal]);
    const reading: Reading = { parser: undefined, isSlow: false };
    const work = async (): Promise<Reply | Unopened> => {
      signal.throwIfAborted();
      const read = async (file: OpenFile) => {
        const { reply, fresh } = await runOnce(task, file, signal, reading);
        // What earlier files left behind in a process must not condemn this one.
        return fresh || !isDeath(reply) ? reply : (await runOnce(task, file, signal, reading)).reply;
      };
      return 'path' in source ? withOpenFile(source.path, read) : withOpenBytes(source.content, read);
    };
    return turns(work, () => {
      reading.isSlow = true;
      void reading.parser?.stepAside();
    });
  };

  const parse = async (
    file: Source & { readonly name: string },
    { signal, recognise }: ParseOptions = {},
  ) => {
    const task: Task = {
      task: 'read',
      name: file.name.slice(-1024),
      ...(recognise && languageData !== undefined && { recognise: { languageData } }),
    };
    const outcome = outcomeOf(await run(task, file, signal));
    if (outcome.outcome === 'failed')
      options.logger?.warn({ reason: outcome.reason, detail: outcome.detail }, 'parse failed');
    return outcome;
  };

  return {
    parse,
    parseBytes: parse,
    drawPage: async (file, { number, widthPixels }, { signal } = {}) => {
      const reply = await run({ task: 'draw-page', page: number, widthPixels }, file, signal);
      return 'message' in reply ? pictureFrom(reply.message) : null;
    },
    pageTexts: async (file, { signal } = {}) => {
      const reply = await run({ task: 'page-texts' }, file, signal);
      return 'message' in reply ? pageTextsFrom(reply.message) : null;
    },
    close: async () => {
      closing.abort(new Error('The parser pool is closed.'));
      await Promise.all([...idle.splice(0), ...busy].map((parser) => parser.kill()));
    },
  };
}

/** Where the bytes are that a process is sent. */
type Source = { readonly path: string } | { readonly content: Uint8Array };

/** A file on its way through the pool: the process that reads it now, and whether others go first. */
type Reading = { parser: ParserProcess | undefined; isSlow: boolean };

function outcomeOf(reply: Reply | Unopened): ParseOutcome {
  if ('message' in reply) return outcomeFrom(reply.message);
  const reason: ReasonCode = 'died' in reply ? reply.died : reply.unopened;
  return { outcome: reason === 'empty' ? 'skipped' : 'failed', reason };
}

function isDeath(reply: Reply): boolean {
  return 'died' in reply && (reply.died === 'parse-memory' || reply.died === 'parse-crash');
}
