import { streamAnswer } from './answer-stream.ts';
import { ProblemError, readProblem } from './problem.ts';
import { createTokenKeeper, type SignedToken, type TokenKeeper } from './token-keeper.ts';
import type {
  AnswerIds,
  AskEvent,
  AskScope,
  Conversation,
  ConversationCard,
  Demo,
  Feedback,
  Language,
  Preview,
  Provider,
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

    /**
     * Streams an answer, taken up again when the connection is lost; who stops the signal also calls `stopAnswer`. `retryOf`
     * asks the question of that answer again.
     */
    ask: (
      asked:
        | { readonly question: string; readonly conversationId: string | null }
        | { readonly retryOf: string },
      options: {
        readonly scope: AskScope;
        /** Id of the one to ask; absent: the one chosen for these spaces. */
        readonly provider?: string | undefined;
        readonly signal: AbortSignal;
      },
    ): AsyncGenerator<AskEvent> => {
      const { scope, provider, signal } = options;
      // Asked again, a question is asked where it was asked to look the first time.
      const body =
        'retryOf' in asked
          ? asked
          : {
              question: asked.question,
              scope,
              ...(asked.conversationId === null ? {} : { conversationId: asked.conversationId }),
            };
      return streamAnswer(
        (from) =>
          from === null
            ? call('/v1/ask', {
                ...jsonBody('POST', { ...body, provider, resumable: true }, language()),
                signal,
              })
            : call(answerPath(from.ids, 'events'), {
                headers: { 'Last-Event-ID': from.lastEventId },
                signal,
              }),
        signal,
      );
    },

    /** Who may be asked about what stands in these spaces. */
    providers: async (spaces: readonly string[], options: Options = {}) => {
      const query = new URLSearchParams(spaces.map((space) => ['space', space]));
      return (await get<{ providers: readonly Provider[] }>(`/v1/providers?${query}`, options)).providers;
    },

    /** Ends an answer that is being written; what was written is kept. */
    stopAnswer: async (ids: AnswerIds) => {
      await call(answerPath(ids, 'stop'), jsonBody('POST', {}, language()));
    },

    /** Says what an answer was worth, in place of what was said before. */
    giveFeedback: async (messageId: string, feedback: Feedback) => {
      await call('/v1/feedback', jsonBody('POST', { messageId, ...feedback }, language()));
    },

    withdrawFeedback: async (messageId: string) => {
      await call(`/v1/feedback/${encodeURIComponent(messageId)}`, { method: 'DELETE' });
    },

    /** The latest ones; with `query`, those whose title has these words. */
    conversations: async (query: string, options: Options = {}) => {
      const search = new URLSearchParams({ limit: '50', ...(query === '' ? {} : { q: query }) });
      return (
        await get<{ conversations: readonly ConversationCard[] }>(`/v1/conversations?${search}`, options)
      ).conversations;
    },

    conversation: (id: string, options: Options = {}) =>
      get<Conversation>(`/v1/conversations/${encodeURIComponent(id)}`, options),

    renameConversation: async (id: string, title: string) =>
      json<ConversationCard>(
        await call(`/v1/conversations/${encodeURIComponent(id)}`, jsonBody('PATCH', { title }, language())),
      ),

    /** The conversation as a file to read, with its sources. */
    exportConversation: async (id: string) =>
      (await call(`/v1/conversations/${encodeURIComponent(id)}/export?format=md`)).blob(),

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

function answerPath({ conversationId, messageId }: AnswerIds, verb: 'events' | 'stop'): string {
  return `/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(messageId)}/${verb}`;
}
