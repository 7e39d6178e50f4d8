import type { PageOf } from '../interface/use-pages.ts';
import type { Connection } from './connection.ts';

type Reason = { readonly code: string; readonly text: string };

export type FailedDocument = {
  readonly id: string;
  readonly space: string;
  readonly version: number;
  readonly reason: Reason;
  readonly failedAt: string;
  /** As `path`: `null` where the person may not read it. */
  readonly title: string | null;
  readonly path: string | null;
};

export type UnreadCount = {
  readonly state: 'failed' | 'skipped';
  readonly reason: Reason;
  readonly documents: number;
};

type Among = { readonly reason: string; readonly space: string };

/** Documents that have no text, and trying them again. */
export function unreadApi({ get, send }: Connection) {
  const path = '/v1/admin/failed-documents';
  const read = (among: Partial<Among>, cursor: string | null, signal: AbortSignal, limit?: number) =>
    get<{
      documents: readonly FailedDocument[];
      counts: readonly UnreadCount[];
      nextCursor: string | null;
    }>(path, { ...among, cursor, limit }, signal);
  return {
    counts: async (signal: AbortSignal) => (await read({}, null, signal, 1)).counts,
    failed: async (
      among: Among,
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<PageOf<FailedDocument>> => {
      const { documents, nextCursor } = await read(among, cursor, signal);
      return { rows: documents, nextCursor };
    },
    retry: async (which: { readonly documents: readonly string[] } | { readonly reason: string }) =>
      (await send<{ retried: number }>('POST', `${path}/retries`, which)).retried,
  };
}
