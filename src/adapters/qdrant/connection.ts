import { QdrantClient } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { createOneAsks } from './one-asks.ts';

export type QdrantSettings = {
  /** Address of the REST interface, for example `http://10.0.0.5:6333`. */
  readonly url: string;
  readonly apiKey?: string | undefined;
};

/** The server's two faces: questions are given up early, because somebody waits; changes may take their time. */
export type Connection = {
  /** @throws AppError STORE_UNAVAILABLE when the server does not answer in time, or refuses */
  quick<Reply>(ask: (client: QdrantClient) => Promise<Reply>): Promise<Reply>;
  /** @throws AppError STORE_UNAVAILABLE likewise; part of the change may then be done */
  patient<Reply>(ask: (client: QdrantClient) => Promise<Reply>): Promise<Reply>;
};

export function connect({ url, apiKey }: QdrantSettings): Connection {
  const { origin, pathname } = new URL(url);
  const client = (timeout: number) =>
    new QdrantClient({
      url: origin,
      prefix: pathname.replace(/\/$/, ''),
      // As a header: given as a key, the client would write to the console where there is no TLS.
      ...(apiKey && { headers: { 'api-key': apiKey } }),
      timeout,
      // It would call the server, and write to the console, before anybody asked.
      checkCompatibility: false,
    });
  const { readTimeoutMs, writeTimeoutMs } = tunables.qdrant;
  const reading = client(readTimeoutMs);
  const writing = client(writeTimeoutMs);
  const { ask: askOne, heard } = createOneAsks((error) => statusOf(error) === undefined);
  return {
    quick: (ask) => askOne(() => ask(reading)).catch(refuse),
    patient: (ask) =>
      ask(writing).then((reply) => {
        heard();
        return reply;
      }, refuse),
  };
}

/** Status of the HTTP reply that refused a call; `undefined` when there was none. */
export function statusOf(error: unknown): number | undefined {
  const { status } = (error ?? {}) as { readonly status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

/** Marks the error of a point or collection that is not there, which some callers know what to do about. */
export class Absent extends AppError {}

/** The server's own texts go no further: they may hold a whole request. */
function refuse(error: unknown): never {
  const status = statusOf(error);
  if (status === 404)
    throw new Absent('STORE_UNAVAILABLE', { detail: 'Qdrant does not have what was asked of it.' });
  if (status === 401 || status === 403)
    throw new AppError('STORE_UNAVAILABLE', { detail: 'Qdrant refuses the key: check QDRANT_API_KEY.' });
  throw new AppError('STORE_UNAVAILABLE', {
    detail: status === undefined ? 'Qdrant does not answer.' : `Qdrant refused (${status}).`,
    // Asked the same again, it refuses again.
    ...(status !== undefined && status < 500 && status !== 429 && { retryable: false }),
  });
}
