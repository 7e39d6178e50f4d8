import type { OpenAI } from 'openai';
import { tunables } from '../../../config/tunables.ts';
import type { ProviderConnection } from '../../core/providers/provider.ts';
import { createProviderFetch, type ProviderFetchLimits, placeholderKey } from './provider-fetch.ts';
import { ProviderRefusal } from './refusal.ts';
import { retryAfterMs } from './retry-delay.ts';

/** Calls to one provider, below its base address. What it refuses is thrown as `ProviderRefusal`, all else as it comes. */
export type Wire = {
  get(path: string, signal: AbortSignal): Promise<unknown>;
  post(path: string, body: object, signal: AbortSignal): Promise<unknown>;
  /** Objects of an event stream, as they come; `[DONE]` and comments left out. Leaving the loop closes the call. */
  stream(path: string, body: object, signal: AbortSignal): AsyncGenerator<unknown, void>;
  /** Closes what is open. */
  close(): void;
};

/** Opens nothing yet. The vendor's library is loaded at the first call: who never asks does not pay for it. */
export function createWire(
  connection: Pick<ProviderConnection, 'baseUrl' | 'apiKey'>,
  limits: ProviderFetchLimits,
): Wire {
  const { fetch, close } = createProviderFetch(connection, limits);
  let loading: Promise<OpenAI> | null = null;

  const fetchOrRefuse: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const body = await refusalBody(response, tunables.answering.refusalBytes);
    throw new ProviderRefusal({ status: response.status, body }, retryAfterMs(response.headers));
  };

  async function load(): Promise<OpenAI> {
    const { OpenAI } = await import('openai');
    return new OpenAI({
      baseURL: connection.baseUrl,
      apiKey: connection.apiKey ?? placeholderKey,
      fetch: fetchOrRefuse,
      maxRetries: 0,
      // Deadlines are the caller's, by its signal.
      timeout: 2 ** 31 - 1,
      // Its log would print requests when the environment asks for it.
      logLevel: 'off',
    });
  }

  async function client(): Promise<OpenAI> {
    loading ??= load();
    return loading;
  }

  return {
    get: async (path, signal) => (await client()).get(path, { signal }),
    post: async (path, body, signal) => (await client()).post(path, { body, signal }),
    async *stream(path, body, signal) {
      yield* await (await client()).post<AsyncIterable<unknown>>(path, { body, signal, stream: true });
    },
    close,
  };
}

/** The beginning of a refusal, parsed if it is JSON: enough to tell its kind. */
async function refusalBody(response: Response, limitBytes: number): Promise<unknown> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= limitBytes) break;
  }
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
