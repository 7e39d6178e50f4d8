import type { Socket } from 'node:net';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { generationOf } from '../../core/ingest/generation-of.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { ModelFolder } from './model-folder.ts';
import { type Ask, createMessageReader, encodeMessage, type Reply } from './protocol.ts';
import { joinEmbeddingProcess } from './start-process.ts';

export type LocalEmbedder = Embedder & {
  /** Starts to load the model, so that the first query need not wait. */
  warmUp(): void;
  /** Gives the model back; calls under way fail. */
  close(): Promise<void>;
};

export type LocalEmbedderOptions = {
  /** Folder for the socket and the log of the process that holds the model. */
  readonly folder: string;
  /** Batches of passages that are worked on at once. */
  readonly threads: number;
  /** Instead of what the model's folder says. */
  readonly queryPrefix?: string | undefined;
  readonly passagePrefix?: string | undefined;
  /** What the process runs; only tests give another. */
  readonly entry?: URL;
  /** For tests: other times than the usual ones. */
  readonly queryTimeoutMs?: number;
  readonly restMs?: number;
};

/**
 * Vectors from a model on this machine. One process holds it for all processes of a data folder: it starts with the first
 * call, and after its death with the next one. Calls that it took with it fail with `EMBEDDER_UNAVAILABLE`, retryable.
 */
export function createLocalEmbedder(model: ModelFolder, options: LocalEmbedderOptions): LocalEmbedder {
  const { queryTimeoutMs, passageTimeoutMs, textsPerCall, restMs } = {
    ...tunables.localEmbedder,
    ...options,
  };
  const prefixes = {
    query: options.queryPrefix ?? model.prefixes.query,
    passage: options.passagePrefix ?? model.prefixes.passage,
  };
  let connection: Promise<Connection> | undefined;
  let isClosed = false;
  let restsUntil = 0;

  function connected(): Promise<Connection> {
    if (isClosed) throw unavailable('The embedder is closed.');
    if (Date.now() < restsUntil) throw unavailable('The embedding process did not start a moment ago.');
    if (connection) return connection;
    const opening: Promise<Connection> = joinEmbeddingProcess(model, options).then((socket) =>
      openConnection(socket, () => {
        if (connection === opening) connection = undefined;
      }),
    );
    connection = opening;
    opening.catch(() => {
      connection = undefined;
      restsUntil = Date.now() + restMs;
    });
    return opening;
  }

  return {
    generation: generationOf(`${model.name}-${model.digest}`, prefixes.passage),
    trust: 'on-premises',
    maxTextsPerCall: textsPerCall,
    warmUp: () => {
      if (!isClosed && Date.now() >= restsUntil) void connected().catch(() => {});
    },
    embed: async (texts, { kind, signal }) => {
      signal?.throwIfAborted();
      if (texts.length === 0) return [];
      const deadline = AbortSignal.timeout(kind === 'query' ? queryTimeoutMs : passageTimeoutMs);
      const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
      const prefixed = texts.map((text) => prefixes[kind] + text);
      try {
        const opened = await unlessAborted(connected(), ends);
        return await opened.ask(kind, prefixed, ends);
      } catch (error) {
        signal?.throwIfAborted();
        if (deadline.aborted) throw unavailable('The embedding process took too long.');
        throw error;
      }
    },
    close: async () => {
      isClosed = true;
      await connection?.then((opened) => opened.close()).catch(() => {});
    },
  };
}

type Connection = {
  ask(
    kind: 'query' | 'passage',
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (Float32Array | null)[]>;
  close(): Promise<void>;
};

function openConnection(socket: Socket, onLost: () => void): Connection {
  const waiting = new Map<number, (reply: Reply | null) => void>();
  const read = createMessageReader<Reply>();
  let lastId = 0;
  const closed = socket.closed
    ? Promise.resolve()
    : new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const say = (ask: Ask) => socket.write(encodeMessage(ask));
  // An idle connection must not keep the program running.
  const hold = () => (waiting.size > 0 ? socket.ref() : socket.unref());

  socket.on('data', (data) => {
    for (const reply of read(data)) waiting.get(reply.id)?.(reply);
  });
  const lose = () => {
    onLost();
    for (const settle of waiting.values()) settle(null);
  };
  socket.once('close', lose);
  socket.resume();
  hold();
  // It may have closed since it was opened.
  if (socket.destroyed) lose();

  return {
    ask: async (kind, texts, signal) => {
      signal.throwIfAborted();
      if (socket.destroyed) throw unavailable('The embedding process ended.');
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<Reply | null>();
      const abort = () => {
        say({ id, kind: 'cancel' });
        reject(signal.reason);
      };
      waiting.set(id, resolve);
      hold();
      signal.addEventListener('abort', abort, { once: true });
      try {
        say({ id, kind, texts });
        const reply = await promise;
        if (reply === null) throw unavailable('The embedding process ended.');
        if ('failure' in reply) throw unavailable(`The embedding model fails: ${reply.failure}`);
        return reply.vectors;
      } finally {
        signal.removeEventListener('abort', abort);
        waiting.delete(id);
        hold();
      }
    },
    close: () => {
      socket.destroy();
      return closed;
    },
  };
}

/** The promise, unless the signal is faster; what it made then stays for the next call. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function unavailable(detail: string): AppError {
  return new AppError('EMBEDDER_UNAVAILABLE', { detail });
}
