import { streamAnswer } from './answer-stream.ts';
import { type CallOptions, type Connection, readJson } from './connection.ts';
import { ProblemError } from './problem.ts';
import type {
  AnswerIds,
  AskEvent,
  AskScope,
  Conversation,
  ConversationCard,
  Feedback,
  Language,
  Preview,
  PrivateDocument,
  Provider,
  ScopeState,
  Share,
  SharedCard,
  SharedConversation,
  Space,
  Suggestion,
  WorkDocument,
} from './types.ts';
import { type Upload, uploadFile } from './upload.ts';

/** Everything that one signed person can do. Every call throws `ProblemError`, or an `AbortError` when stopped. */
export type Client = ReturnType<typeof createClient>;

/** Makes the client of the person whose connection this is. */
export function createClient(connection: Connection) {
  const { call, get, send } = connection;
  const stream = (path: string, body: object, signal: AbortSignal) =>
    streamAnswer(
      (from) =>
        from === null
          ? send('POST', path, { ...body, resumable: true }, { signal })
          : call(answerPath(from.ids, 'events'), {
              headers: { 'Last-Event-ID': from.lastEventId },
              signal,
            }),
      signal,
    );
  return {
    /** Who the person is. */
    me: (options: CallOptions = {}) => get<{ id: string; name: string }>('/v1/me', options),
    /** Ends the session of this browser; gives where to go for its sign-in service to end its own too. */
    signOut: async (): Promise<string | null> => {
      const reply = await call('/v1/sign-out', { method: 'POST' });
      return (await readJson<{ redirect: string | null }>(reply)).redirect;
    },
    /** The spaces that the person belongs to. */
    spaces: async (options: CallOptions = {}) =>
      (await get<{ spaces: readonly Space[] }>('/v1/spaces', options)).spaces,

    /** One page of the documents of a space, or of all, by path; with `words`, those that have them in title or path. */
    documents: (
      { space, words = '', cursor = null }: { space?: string; words?: string; cursor?: string | null },
      options: CallOptions = {},
    ) => {
      const query = new URLSearchParams({
        limit: '100',
        ...(space !== undefined && { space }),
        ...(words !== '' && { q: words }),
        ...(cursor !== null && { cursor }),
      });
      return get<{ documents: readonly WorkDocument[]; nextCursor: string | null }>(
        `/v1/documents?${query}`,
        options,
      );
    },

    document: (id: string, options: CallOptions = {}) =>
      get<WorkDocument>(`/v1/documents/${encodeURIComponent(id)}`, options),

    removeDocument: async (id: string) => {
      await call(`/v1/documents/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },

    /** The stored file, as it was added. */
    content: async (id: string) =>
      await (await call(`/v1/documents/${encodeURIComponent(id)}/content`)).blob(),

    preview: (id: string, passageId: string | null, options: CallOptions = {}) => {
      const query = passageId === null ? '' : `?passage=${encodeURIComponent(passageId)}`;
      return get<Preview>(`/v1/documents/${encodeURIComponent(id)}/preview${query}`, options);
    },

    /** A page of a document as a picture. */
    pageImage: async (id: string, page: number, width: number, options: CallOptions = {}) =>
      await (
        await call(`/v1/documents/${encodeURIComponent(id)}/pages/${page}?width=${width}`, options)
      ).blob(),

    /** Sends one file; `onProgress` gets the share sent, 0–1. */
    upload: (space: string, file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      uploadFile<WorkDocument>(connection, '/v1/documents', { space }, { file, onProgress, signal }),

    /** Opens a file to ask about it, of which nothing is kept. Without a `sensitivity` it counts as the strictest. */
    openPrivateDocument: (upload: Upload, sensitivity: string | null) =>
      uploadFile<PrivateDocument>(
        connection,
        '/v1/private-documents',
        sensitivity === null ? {} : { sensitivity },
        upload,
      ),

    /** Streams an answer from it; `earlier` are the questions before this one. Who leaves stops it. */
    askPrivateDocument: (
      id: string,
      question: string,
      earlier: readonly string[],
      signal: AbortSignal,
    ): AsyncGenerator<AskEvent> => {
      const history = earlier.map((before) => ({ question: before }));
      const path = `${privatePath(id)}/ask`;
      return streamAnswer(() => send('POST', path, { question, history }, { signal }), signal);
    },

    /** Has it forgotten now, also when the page is on its way out. */
    closePrivateDocument: async (id: string) => {
      await call(privatePath(id), { method: 'DELETE', keepalive: true });
    },

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
      return stream('/v1/ask', { ...body, provider }, signal);
    },

    /** Streams what is made of documents, like an answer. */
    runTask: (
      task: {
        readonly task: string;
        readonly documents: readonly string[];
        readonly instruction?: string;
        readonly conversationId?: string;
        readonly language: Language;
      },
      signal: AbortSignal,
    ): AsyncGenerator<AskEvent> => stream('/v1/tasks', task, signal),

    /** Questions to start with that the server made of documents; none from a server that makes none. */
    suggestions: async (
      about: { readonly document: string } | { readonly space: string },
      options: CallOptions = {},
    ): Promise<readonly Suggestion[]> => {
      try {
        const { suggestions } = await get<{ suggestions: readonly Suggestion[] }>(
          `/v1/suggestions?${new URLSearchParams({ ...about, limit: '3' })}`,
          options,
        );
        return suggestions;
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return [];
        throw error;
      }
    },

    /** What a question would be looked for in, in numbers. */
    scope: ({ spaces = [], folders = [], documents = [] }: AskScope, options: CallOptions = {}) => {
      const named = (name: string, values: readonly string[]) => values.map((value) => [name, value]);
      const query = new URLSearchParams([
        ...named('space', spaces),
        ...named('folder', folders),
        ...named('document', documents),
      ]);
      return get<ScopeState>(`/v1/scope?${query}`, options);
    },

    /** Who may be asked about what stands in these spaces. */
    providers: async (spaces: readonly string[], options: CallOptions = {}) => {
      const query = new URLSearchParams(spaces.map((space) => ['space', space]));
      return (await get<{ providers: readonly Provider[] }>(`/v1/providers?${query}`, options)).providers;
    },

    /** Ends an answer that is being written; what was written is kept. */
    stopAnswer: async (ids: AnswerIds) => {
      await send('POST', answerPath(ids, 'stop'), {});
    },

    /** Says what an answer was worth, in place of what was said before. */
    giveFeedback: async (messageId: string, feedback: Feedback) => {
      await send('POST', '/v1/feedback', { messageId, ...feedback });
    },

    withdrawFeedback: async (messageId: string) => {
      await call(`/v1/feedback/${encodeURIComponent(messageId)}`, { method: 'DELETE' });
    },

    /** The latest ones; with `query`, those whose title has these words. */
    conversations: async (query: string, options: CallOptions = {}) => {
      const search = new URLSearchParams({ limit: '50', ...(query === '' ? {} : { q: query }) });
      return (
        await get<{ conversations: readonly ConversationCard[] }>(`/v1/conversations?${search}`, options)
      ).conversations;
    },

    conversation: (id: string, options: CallOptions = {}) => get<Conversation>(conversationPath(id), options),

    renameConversation: async (id: string, title: string) =>
      readJson<ConversationCard>(await send('PATCH', conversationPath(id), { title })),

    /** The conversation as a file to read, with its sources. */
    exportConversation: async (id: string) => (await call(`${conversationPath(id)}/export?format=md`)).blob(),

    shares: async (id: string, options: CallOptions = {}) =>
      (await get<{ shares: readonly Share[] }>(`${conversationPath(id)}/shares`, options)).shares,

    /** Shares a conversation as it is now; `principal` is `user:`, `group:` or `space:` and an id. */
    share: async (id: string, principal: string) =>
      readJson<Share>(
        await call(`${conversationPath(id)}/shares/${encodeURIComponent(principal)}`, { method: 'PUT' }),
      ),

    unshare: async (id: string, principal: string) => {
      await call(`${conversationPath(id)}/shares/${encodeURIComponent(principal)}`, { method: 'DELETE' });
    },

    /** What others share with the person, the latest first. */
    sharedConversations: async (options: CallOptions = {}) =>
      (await get<{ conversations: readonly SharedCard[] }>('/v1/shared-conversations', options))
        .conversations,

    sharedConversation: (id: string, options: CallOptions = {}) =>
      get<SharedConversation>(`/v1/shared-conversations/${encodeURIComponent(id)}`, options),

    /** Makes it a conversation of the person's own, to go on with. */
    copySharedConversation: async (id: string) =>
      readJson<ConversationCard>(
        await call(`/v1/shared-conversations/${encodeURIComponent(id)}/copies`, { method: 'POST' }),
      ),

    removeConversation: async (id: string) => {
      await call(conversationPath(id), { method: 'DELETE' });
    },
  };
}

const privatePath = (id: string) => `/v1/private-documents/${encodeURIComponent(id)}`;

const conversationPath = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;

function answerPath({ conversationId, messageId }: AnswerIds, verb: 'events' | 'stop'): string {
  return `${conversationPath(conversationId)}/messages/${encodeURIComponent(messageId)}/${verb}`;
}
