import type { FastifyReply } from 'fastify';

/** How often a comment goes out while nothing else does, so that proxies keep the connection. */
const keepAliveMs = 15_000;

/** A server-sent event; `data` is sent as JSON on one line, `id` is what a client that comes back names. */
export type ServerSentEvent = { readonly event: string; readonly data: unknown; readonly id?: string };

/**
 * Sends events as they come. `signal` fires as soon as the client leaves, so that nothing goes on for nobody; an error of
 * `events` must have been made an event before.
 */
export function sendEvents(
  reply: FastifyReply,
  events: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
): Promise<void> {
  return sendLines(reply, async function* (signal) {
    for await (const { id, event, data } of events(signal))
      yield `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  });
}

/** The same for events without a name, each one line of text. */
export function sendData(
  reply: FastifyReply,
  lines: (signal: AbortSignal) => AsyncIterable<string>,
): Promise<void> {
  return sendLines(reply, async function* (signal) {
    for await (const line of lines(signal)) yield `data: ${line}\n\n`;
  });
}

async function sendLines(
  reply: FastifyReply,
  lines: (signal: AbortSignal) => AsyncIterable<string>,
): Promise<void> {
  const gone = new AbortController();
  reply.hijack();
  const { raw } = reply;
  raw.on('close', () => gone.abort());
  // Who left before this moment is not told of any more.
  if (raw.destroyed) gone.abort();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const keepAlive = setInterval(() => raw.write(': \n\n'), keepAliveMs);
  try {
    for await (const line of lines(gone.signal)) {
      if (gone.signal.aborted) break;
      const accepted = raw.write(line);
      if (!accepted) await drained(raw, gone.signal);
    }
  } finally {
    clearInterval(keepAlive);
    raw.end();
  }
}

/** A slow reader holds the answer back rather than filling our memory. */
function drained(raw: FastifyReply['raw'], gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      raw.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    raw.once('drain', done);
    gone.addEventListener('abort', done);
  });
}
