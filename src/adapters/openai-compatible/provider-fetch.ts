import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Readable, Transform } from 'node:stream';
import type { ModelServer } from '../../../config/env.ts';

/** Bounds of one call. Sizes are bytes; a line is what stands between two line feeds. */
export type ProviderFetchLimits = {
  readonly connectTimeoutMs: number;
  readonly lineBytes: number;
  readonly bodyBytes: number;
};

/** Only these headers of a vendor's library leave: others tell about the machine or come from its environment. */
const sentHeaders = ['accept', 'content-type'];

/** Sent where no key is configured: some servers want one and ignore it. */
export const placeholderKey = 'none';

/**
 * A `fetch` for provider calls that goes to `server.baseUrl` and nowhere else: no redirect is followed (R52), no proxy or
 * header is taken from the environment. It gives up when no connection stands after `connectTimeoutMs`, and cuts
 * replies that are larger than the limits.
 */
export function createProviderFetch(
  server: Pick<ModelServer, 'baseUrl' | 'apiKey'>,
  limits: ProviderFetchLimits,
): typeof fetch {
  const base = new URL(server.baseUrl);
  const authorization = `Bearer ${server.apiKey ?? placeholderKey}`;
  const secure = base.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const start = secure ? httpsRequest : httpRequest;

  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      if (url.origin !== base.origin) throw new TypeError('provider call outside its base address');
      const given = new Headers(init.headers);
      const headers = Object.fromEntries(
        sentHeaders.flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? '']] : [])),
      );
      const body = typeof init.body === 'string' ? init.body : undefined;
      const outgoing = start(url, {
        method: init.method ?? 'GET',
        headers: {
          ...headers,
          authorization,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        agent,
        ...(init.signal && { signal: init.signal }),
      });
      const connecting = setTimeout(
        () => outgoing.destroy(new Error('connection timed out')),
        limits.connectTimeoutMs,
      );
      const connected = (): void => clearTimeout(connecting);
      outgoing.once('socket', (socket) => {
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected);
        else connected();
      });
      outgoing.once('close', connected);
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => resolve(toResponse(incoming, limits)));
      outgoing.end(body);
    });
}

function toResponse(incoming: IncomingMessage, limits: ProviderFetchLimits): Response {
  const status = incoming.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (typeof value === 'string') headers.set(name, value);
  if ([204, 205, 304].includes(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  const bounded = incoming.pipe(bound(limits));
  incoming.once('error', (error) => bounded.destroy(error));
  incoming.once('aborted', () => bounded.destroy(new Error('connection lost')));
  bounded.once('close', () => incoming.destroy());
  return new Response(toWeb(bounded), { status, headers });
}

/** As `Readable.toWeb`, which throws where nobody can catch it when a body is cancelled while data comes. */
function toWeb(body: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = body[Symbol.asyncIterator]();
  // The reader hears of an error when it reads on; until then nobody else listens.
  body.once('error', () => undefined);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void body.destroy(),
  });
}

function bound({ lineBytes, bodyBytes }: ProviderFetchLimits): Transform {
  let total = 0;
  let line = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      total += chunk.length;
      const feed = chunk.lastIndexOf(10);
      line = feed < 0 ? line + chunk.length : chunk.length - feed - 1;
      done(line > lineBytes || total > bodyBytes ? new Error('reply too large') : null, chunk);
    },
  });
}
