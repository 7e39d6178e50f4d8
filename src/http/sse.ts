import type { FastifyReply } from 'fastify';
import { problemOf } from './error-handler.ts';

/** How often a comment goes out while nothing else does, so that proxies keep the connection. */
const keepAliveMs = 15_000;

/** A server-sent event; `data` is sent as JSON on one line, `id` is what a client that comes back names. */
export type ServerSentEvent = { readonly event: string; readonly data: unknown; readonly id?: string };

/**
 * The same events, once the first of them has come. What refuses the request altogether is thrown here, and can still be a
 * plain error.
 */
export async function begun<Event>(events: AsyncIterable<Event>): Promise<AsyncIterable<Event>> {
  const rest = events[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    try {
      for (let step = first; !step.done; step = await rest.next()) yield step.value;
    } finally {
      await rest.return?.();
    }
  })();
}

/** Sends events as they come, until `left` fires, and ends them. An error becomes the last one: `error`, with its problem. */
export function sendEvents(
  reply: FastifyReply,
  events: AsyncIterable<ServerSentEvent>,
  left: AbortSignal,
): Promise<FastifyReply> {
  return send(reply, events, left, {
    write: ({ id, event, data }) =>
      `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
    onError: (error) => ({ event: 'error', data: problemOf(error, reply.request) }),
  });
}

/** The same for events without a name, each one line of text; `onError` gives the last line. */
export function sendData(
  reply: FastifyReply,
  lines: AsyncIterable<string>,
  left: AbortSignal,
  onError: (error: unknown) => string,
): Promise<FastifyReply> {
  return send(reply, lines, left, { write: (line) => `data: ${line}\n\n`, onError });
}

async function send<Item>(
  reply: FastifyReply,
  items: AsyncIterable<Item>,
  left: AbortSignal,
  { write, onError }: { write(item: Item): string; onError(error: unknown): Item },
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const keepAlive = setInterval(() => raw.write(': \n\n'), keepAliveMs);
  try {
    for await (const item of items) {
      if (left.aborted) break;
      const accepted = raw.write(write(item));
      if (!accepted) await drained(raw, left);
    }
  } catch (error) {
    raw.write(write(onError(error)));
  } finally {
    clearInterval(keepAlive);
    raw.end();
  }
  return reply;
}

/** A slow reader holds the answer back rather than filling our memory. */
function drained(raw: FastifyReply['raw'], left: AbortSignal): Promise<void> {
  if (left.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      raw.off('drain', done);
      left.removeEventListener('abort', done);
      resolve();
    };
    raw.once('drain', done);
    left.addEventListener('abort', done);
  });
}
