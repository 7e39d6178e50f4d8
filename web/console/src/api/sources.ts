import { type Connection, segment } from './connection.ts';

export type Source = {
  readonly id: string;
  readonly title: string;
  readonly tenant: string;
  readonly directory: boolean;
  readonly mode: 'push' | 'pull';
  readonly exportUrl: string | null;
  readonly contentOrigins: readonly string[];
  readonly receiptsUrl: string | null;
  readonly lateCheckUrl: string | null;
  readonly enabled: boolean;
  readonly progress: {
    readonly heardAt: string | null;
    readonly maxSequence: number;
    readonly announcedSequence: number;
    readonly applied: number;
    readonly duplicates: number;
    readonly stale: number;
    readonly rejected: number;
  };
};

/** What a source is given; what is absent stays as it is. */
export type SourceInput = Partial<
  Pick<
    Source,
    | 'title'
    | 'tenant'
    | 'directory'
    | 'mode'
    | 'exportUrl'
    | 'contentOrigins'
    | 'receiptsUrl'
    | 'lateCheckUrl'
    | 'enabled'
  >
> & { readonly exportToken?: string | null };

export type SourceStatus = {
  readonly comparedAt: string | null;
  readonly agreedAt: string | null;
  readonly behindSince: string | null;
  readonly directoryPulledAt: string | null;
  readonly receiptsEndedAt: string | null;
  readonly differences: readonly {
    readonly space: string;
    readonly since: string;
    readonly seenAt: string;
    readonly times: number;
    readonly known: number;
    readonly said: number;
    readonly repairedAt: string | null;
  }[];
};

export type Backfill = {
  readonly id: string;
  readonly source: string;
  readonly spaces: readonly string[] | null;
  readonly phase: 'directory' | 'items' | 'sweep' | 'done';
  readonly state: 'running' | 'paused' | 'failed' | 'cancelled' | 'done';
  readonly expected: number | null;
  readonly listed: number;
  readonly changed: number;
  readonly removed: number;
  readonly unreadable: number;
  readonly problems: readonly string[];
  readonly trouble: string | null;
  readonly remainingSeconds: number | null;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
};

/** Workplaces that speak for documents, and pulls of all that they hold. */
export function sourcesApi({ get, send }: Connection) {
  const path = (id: string) => `/v1/admin/sources/${segment(id)}`;
  return {
    list: async (signal: AbortSignal) =>
      (await get<{ sources: readonly Source[] }>('/v1/admin/sources', {}, signal)).sources,
    status: (id: string, signal: AbortSignal) => get<SourceStatus>(`${path(id)}/status`, {}, signal),
    /** `secret` is there once, for a new source. */
    save: (id: string, input: SourceInput) =>
      send<{ source: Source; secret: string | null }>('PUT', path(id), input),
    /** The secret before goes on counting unless `only`. */
    renewSecret: async (id: string, only: boolean) =>
      (await send<{ secret: string }>('POST', `${path(id)}/secrets`, { only })).secret,
    remove: (id: string) => send<{ documents: number }>('DELETE', path(id)),
    backfills: async (signal: AbortSignal) =>
      (await get<{ backfills: readonly Backfill[] }>('/v1/admin/backfills', {}, signal)).backfills,
    startBackfill: (source: string) => send<Backfill>('POST', '/v1/admin/backfills', { source }),
    changeBackfill: (id: string, action: 'pause' | 'resume' | 'cancel', force = false) =>
      send<Backfill>(
        'POST',
        `/v1/admin/backfills/${segment(id)}/${action}`,
        undefined,
        force ? { force: 'true' } : {},
      ),
  };
}
