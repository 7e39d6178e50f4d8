import { createServer, type Socket } from 'node:net';
import { tunables } from '../../../config/tunables.ts';
import { createLanes, type Lanes } from './embed-in-lanes.ts';
import { encodeOnThreads } from './encode-on-threads.ts';
import { loadEncoder } from './encoder.ts';
import { type Ask, createMessageReader, encodeMessage, greeting, type Reply } from './protocol.ts';
import type { ProcessSettings } from './start-process.ts';
import { loadTokenizer } from './tokenizer.ts';

/**
 * Entry of the process that holds the model and serves all processes of one data folder over a socket. It ends with its
 * last client, and when none comes.
 */
const settings = JSON.parse(process.argv[2] ?? '') as ProcessSettings;
const { model, threads } = settings;
const parts = Promise.all([loadTokenizer(model), loadEncoder(model)]).then(([tokenize, encodeQueries]) => ({
  tokenize,
  encodeQueries,
  encodePassages: encodeOnThreads(model, threads),
}));
// Whoever asks is told.
parts.catch(() => {});
const lanes = createLanes(parts, { threads, batchTokens: tunables.localEmbedder.batchTokens });
const clients = new Set<Socket>();
const server = createServer((socket) => {
  clients.add(socket);
  socket.write(greeting);
  serve(socket, lanes);
  socket.once('close', () => {
    clients.delete(socket);
    if (clients.size === 0) end();
  });
});
setTimeout(() => {
  if (clients.size === 0) end();
}, tunables.localEmbedder.startMs).unref();
server.listen(settings.socket);

function end(): void {
  // From now on a client finds nobody and starts another process.
  server.close();
  process.exit(0);
}

function serve(socket: Socket, { embed }: Lanes): void {
  const wanted = new Map<number, AbortController>();
  const read = createMessageReader<Ask>();
  const reply = (message: Reply) => socket.writable && socket.write(encodeMessage(message));

  async function answer(ask: Exclude<Ask, { kind: 'cancel' }>): Promise<void> {
    const stop = new AbortController();
    wanted.set(ask.id, stop);
    try {
      reply({ id: ask.id, vectors: await embed(ask.kind, ask.texts, stop.signal) });
    } catch (error) {
      if (!stop.signal.aborted)
        reply({ id: ask.id, failure: error instanceof Error ? error.message : 'unknown' });
    } finally {
      wanted.delete(ask.id);
    }
  }

  socket.on('data', (data) => {
    for (const ask of read(data)) {
      if (ask.kind === 'cancel') wanted.get(ask.id)?.abort();
      else void answer(ask);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    for (const stop of wanted.values()) stop.abort();
  });
}
