import type { PageOf } from '../interface/use-pages.ts';
import { type Connection, segment } from './connection.ts';

export type AuditRecord = {
  readonly organisation: string;
  readonly sequence: number;
  readonly at: string;
  readonly actor: string | null;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly contentHash: string;
  readonly hash: string;
};

export type AuditAsked = {
  readonly action: string;
  /** Moments in UTC, or empty. */
  readonly since: string;
  readonly until: string;
};

type Mark = { readonly sequence: number; readonly hash: string };

export type ChainReport = {
  readonly intact: boolean;
  readonly records: number;
  readonly head: Mark;
  readonly dropped: Mark;
  readonly fault: { readonly code: string; readonly sequence: number | null; readonly text: string } | null;
};

export type Hold = {
  readonly id: string;
  readonly subject: { readonly kind: 'person' | 'document'; readonly id: string };
  readonly reason: string;
  readonly placedBy: string | null;
  readonly placedAt: string;
  readonly releasedBy: string | null;
  readonly releasedAt: string | null;
};

/** How much an erasure took, by store and by what it was. */
export type Receipt = {
  readonly erasureId: string;
  readonly begunAt: string;
  readonly endedAt: string;
  readonly idsHash: string;
  readonly stores: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** The audit, and how long things are kept. */
export function complianceApi({ get, send, file }: Connection) {
  return {
    audit: async (
      asked: AuditAsked,
      cursor: string | null,
      signal?: AbortSignal,
      page: { readonly limit?: number; readonly order?: 'latest' | 'oldest' } = {},
    ): Promise<PageOf<AuditRecord>> => {
      const { records, nextCursor } = await get<{
        records: readonly AuditRecord[];
        nextCursor: string | null;
      }>('/v1/admin/audit', { ...asked, ...page, cursor }, signal);
      return { rows: records, nextCursor };
    },
    verify: (known: Mark | null) =>
      send<ChainReport>('POST', '/v1/admin/audit/verification', known === null ? {} : { known }),
    retention: (signal: AbortSignal) =>
      get<{ conversationDays: number | null }>('/v1/admin/retention', {}, signal),
    changeRetention: (conversationDays: number | null) =>
      send<{ conversationDays: number | null }>('PUT', '/v1/admin/retention', { conversationDays }),
    holds: async (released: boolean, signal: AbortSignal) =>
      (await get<{ holds: readonly Hold[] }>('/v1/admin/holds', { released: String(released) }, signal))
        .holds,
    placeHold: (subject: Hold['subject'], reason: string) =>
      send<Hold>('POST', '/v1/admin/holds', { subject, reason }),
    releaseHold: (id: string) => send<Hold>('DELETE', `/v1/admin/holds/${segment(id)}`),
    eraseDocument: (id: string) => send<Receipt>('DELETE', `/v1/admin/documents/${segment(id)}`),
    exportPerson: (id: string) => file(`/v1/admin/people/${segment(id)}/export`),
    erasePerson: (id: string) => send<Receipt>('DELETE', `/v1/admin/people/${segment(id)}/data`),
    sharing: (signal: AbortSignal) => get<{ allowed: boolean }>('/v1/admin/sharing', {}, signal),
    changeSharing: (allowed: boolean) => send<{ allowed: boolean }>('PUT', '/v1/admin/sharing', { allowed }),
  };
}
