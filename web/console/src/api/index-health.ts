import type { Connection } from './connection.ts';
import type { Embedding } from './providers.ts';

/** Where a document stands between its arrival and the moment that people can find it. */
type DocumentState =
  | 'searchable'
  | 'searchable-words'
  | 'queued'
  | 'fetching'
  | 'parsing'
  | 'failed'
  | 'skipped';

export type DocumentCounts = {
  readonly documents: {
    readonly total: number;
    readonly byState: Readonly<Record<DocumentState, number>>;
    readonly encrypted: number;
    readonly excluded: number;
  };
  readonly unread: readonly {
    readonly state: string;
    readonly code: string;
    readonly text: { readonly fr: string; readonly en: string };
    readonly documents: number;
  }[];
  readonly newestAt: string | null;
  readonly oldestWaitingSeconds: number | null;
};

export type SpaceHealth = DocumentCounts & {
  readonly id: string;
  readonly title: string;
  readonly assistantEnabled: boolean;
};

/** What is read anew. */
export type RebuildSubject =
  | { readonly kind: 'organisation' }
  | { readonly kind: 'space' | 'document'; readonly id: string };

export type IndexHealth = DocumentCounts & {
  readonly spaces: readonly SpaceHealth[];
  readonly lanes: readonly {
    readonly lane: 'rights' | 'others';
    readonly jobs: number;
    readonly oldestSeconds: number;
  }[];
  readonly rebuilds: readonly {
    readonly subject: RebuildSubject;
    readonly askedAt: string;
    readonly documents: number;
    readonly remaining: number;
  }[];
  readonly comparison: { readonly comparedAt: string; readonly differed: number } | null;
  readonly embedding: Embedding;
};

/** How the index stands, and reading it anew. */
export function indexApi({ get, send }: Connection) {
  return {
    health: (signal: AbortSignal) => get<IndexHealth>('/v1/admin/index', {}, signal),
    /** Gives how many documents are read anew. */
    rebuild: async (subject: RebuildSubject) => {
      const body = subject.kind === 'organisation' ? {} : { [subject.kind]: subject.id };
      return (await send<{ documents: number }>('POST', '/v1/admin/index/rebuilds', body)).documents;
    },
  };
}
