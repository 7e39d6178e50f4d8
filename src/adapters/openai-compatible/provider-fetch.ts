import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { ProviderConnection } from '../../core/providers/provider.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { judgedLookup } from '../outgoing-http/judged-lookup.ts';

/** Bounds of one call. Sizes are bytes; a line is what stands between two line feeds. */
export type ProviderFetchLimits = {
  readonly connectTimeoutMs: number;
  readonly lineBytes: number;
  readonly bodyBytes: number;
  /** Says to which addresses it may connect; absent: the operator chose the server, and it may be anywhere. */
  readonly mayConnect?: AddressPolicy;
};

export type ProviderFetch = {
  readonly fetch: typeof fetch;
  /** Closes all connections, those in use too. */
  close(): void;
};

/** Only these headers of a vendor's library leave: others tell about the machine or come from its environment. */
const sentHeaders = ['accept', 'content-type'];

/** Sent where no key is configured: some servers want one and ignore it. */
export const placeholderKey = 'none';

/**
 * A `fetch` for provider calls that goes to the host of `baseUrl` and nowhere else, so that the key does not either (R55):
 * no redirect is followed (R52), no proxy or header is taken from the environment. The address that is connected to is
 * judged, not the name (R51). It gives up when no connection stands after `connectTimeoutMs`, and cuts replies that are
 * larger than the limits.
 */
export function createProviderFetch(
  { baseUrl, apiKey = placeholderKey }: Pick<ProviderConnection, 'baseUrl' | 'apiKey'>,
  limits: ProviderFetchLimits,
): ProviderFetch {
  const base = new URL(baseUrl);
  const authorization = `Bearer ${apiKey}`;
  const secure = base.protocol === 'https:';
  const { mayConnect } = limits;
  // Idle connections close after that; those in use have their own deadlines.
  const pool = { keepAlive: true, timeout: tunables.answering.idleConnectionMs };
  const agent = secure ? new HttpsAgent(pool) : new HttpAgent(pool);
  const start = secure ? httpsRequest : httpRequest;

  const boundFetch: typeof fetch = (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      if (url.origin !== base.origin) throw new TypeError('provider call outside its base address');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (mayConnect && isIP(host) !== 0 && !mayConnect(host)) throw new AppError('MODEL_ADDRESS_FORBIDDEN');
      const given = new Headers(init.headers);
      const headers = Object.fromEntries(
        sentHeaders.flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? '']] : [])),
      );
      const body = typeof init.body === 'string' ? init.body : undefined;
      const options = {
        method: init.method ?? 'GET',
        headers: {
          ...headers,
          authorization,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        ...(mayConnect && { lookup: judgedLookup(mayConnect, 'MODEL_ADDRESS_FORBIDDEN') }),
        ...(init.signal && { signal: init.signal }),
      };

      send(agent);

      function send(through: typeof agent | false): void {
        const outgoing = start(url, { ...options, agent: through });
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
        outgoing.on('error', (error) => {
          if (through && wasClosedBefore(outgoing, error)) send(false);
          else reject(error);
        });
        outgoing.once('response', (incoming) => resolve(toResponse(incoming, limits)));
        outgoing.end(body);
      }
    });

  return { fetch: boundFetch, close: () => agent.destroy() };
}

/**
 * Whether the server closed a kept connection as the request went out: some do so after each reply, without a word. It has
 * hardly seen the request then; that it is made twice costs tokens at worst.
 */
function wasClosedBefore({ reusedSocket }: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** A reply of node as one of fetch, cut when it is larger than the limits. */
export function toResponse(
  incoming: IncomingMessage,
  limits: Pick<ProviderFetchLimits, 'lineBytes' | 'bodyBytes'>,
): Response {
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

function bound({ lineBytes, bodyBytes }: Pick<ProviderFetchLimits, 'lineBytes' | 'bodyBytes'>): Transform {
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
