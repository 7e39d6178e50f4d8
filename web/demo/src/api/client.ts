import { readAskEvent } from './ask-events.ts';
import { ProblemError, readProblem } from './problem.ts';
import { readServerEvents } from './sse-reader.ts';
import { createTokenKeeper, type SignedToken, type TokenKeeper } from './token-keeper.ts';
import type {
  AskEvent,
  AskScope,
  Conversation,
  ConversationCard,
  Demo,
  Language,
  Preview,
  Space,
  WorkDocument,
} from './types.ts';
import { uploadFile } from './upload.ts';

type Options = { readonly signal?: AbortSignal };

/** Everything that one signed person can do. Every call throws `ProblemError`, or an `AbortError` when stopped. */
export type Client = ReturnType<typeof createClient>;

/** What the demonstration holds: organisation, people and questions to try. Needs no token. */
export async function readDemo(language: Language, options: Options = {}): Promise<Demo> {
  return json(await send('/v1/demo', { headers: { 'Accept-Language': language }, ...options }));
}

/** Makes the client of one person. `language` is read at each call, so that error texts follow the page's language. */
export function createClient(userId: string, language: () => Language) {
  const sign = async (): Promise<SignedToken> =>
    json(await send('/v1/demo/sessions', jsonBody('POST', { user: userId }, language())));
  const token = createTokenKeeper(sign);
  const call = (path: string, init: RequestInit = {}) => sendSigned(token, language(), path, init);
  const get = async <T>(path: string, options: Options): Promise<T> => json<T>(await call(path, options));

  return {
    /** The spaces that the person belongs to. */
    spaces: async (options: Options = {}) =>
      (await get<{ spaces: readonly Space[] }>('/v1/spaces', options)).spaces,

    /** One page of a space's documents, ordered by path. */
    documents: (space: string, cursor: string | null, options: Options = {}) => {
      const query = new URLSearchParams({ space, limit: '100', ...(cursor === null ? {} : { cursor }) });
      return get<{ documents: readonly WorkDocument[]; nextCursor: string | null }>(
        `/v1/documents?${query}`,
        options,
      );
    },

    document: (id: string, options: Options = {}) =>
      get<WorkDocument>(`/v1/documents/${encodeURIComponent(id)}`, options),

    removeDocument: async (id: string) => {
      await call(`/v1/documents/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },

    /** The stored file, as it was added. */
    content: async (id: string) =>
      await (await call(`/v1/documents/${encodeURIComponent(id)}/content`)).blob(),

    preview: (id: string, passageId: string | null, options: Options = {}) => {
      const query = passageId === null ? '' : `?passage=${encodeURIComponent(passageId)}`;
      return get<Preview>(`/v1/documents/${encodeURIComponent(id)}/preview${query}`, options);
    },

    /** A page of a document as a picture. */
    pageImage: async (id: string, page: number, width: number, options: Options = {}) =>
      await (
        await call(`/v1/documents/${encodeURIComponent(id)}/pages/${page}?width=${width}`, options)
      ).blob(),

    /** Sends one file; `onProgress` gets the share sent, 0–1. */
    upload: async (space: string, file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      uploadFile({ space, file, token: await token(), language: language(), onProgress, signal }),

    /** Streams an answer; stopping the signal stops the answer on the server too. */
    ask: async function* (
      question: string,
      options: {
        readonly scope: AskScope;
        readonly conversationId: string | null;
        readonly signal: AbortSignal;
      },
    ): AsyncGenerator<AskEvent> {
      const { scope, conversationId, signal } = options;
      const body = { question, scope, ...(conversationId === null ? {} : { conversationId }) };
      const response = await call('/v1/ask', { ...jsonBody('POST', body, language()), signal });
      if (response.body === null) return;
      for await (const event of readServerEvents(bytesOf(response.body))) {
        const known = readAskEvent(event);
        if (known !== null) yield known;
      }
    },

    conversations: async (options: Options = {}) =>
      (await get<{ conversations: readonly ConversationCard[] }>('/v1/conversations?limit=50', options))
        .conversations,

    conversation: (id: string, options: Options = {}) =>
      get<Conversation>(`/v1/conversations/${encodeURIComponent(id)}`, options),

    removeConversation: async (id: string) => {
      await call(`/v1/conversations/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}

/** Sends with the token, once more with a new token when the first is refused. */
async function sendSigned(token: TokenKeeper, language: Language, path: string, init: RequestInit) {
  const attempt = async (renew: boolean) => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${await token({ renew })}`);
    headers.set('Accept-Language', language);
    return send(path, { ...init, headers });
  };
  try {
    return await attempt(false);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'TOKEN_INVALID') return attempt(true);
    throw error;
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw new DOMException('Stopped', 'AbortError');
    throw new ProblemError({ code: 'NETWORK', title: '' }, { cause: error });
  }
  if (!response.ok) throw new ProblemError(readProblem(response.status, await response.text()));
  return response;
}

function jsonBody(method: string, body: unknown, language: Language): RequestInit {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': language };
  return { method, headers, body: JSON.stringify(body) };
}

async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** Reads a body piece by piece; Safari's streams cannot be iterated. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
