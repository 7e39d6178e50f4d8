import { z } from 'zod';
import { tunables } from '../../config/tunables.ts';

/** `traceparent` of the trace that asked for it, where there is one. */
const trace = z.string().max(64).optional();
const document = z.object({ org: z.string(), id: z.uuid(), trace });
const version = document.extend({ version: z.int().positive() });
const lane = z.enum(['interactive', 'bulk']);

/** Enough to set a document aside for the deaths of its parser, and for one other failure in between. */
const readingAttempts = tunables.parsing.tries + 1;

/**
 * Every job: what it carries (ids and versions, the rows are the truth), how often it is tried and how long it may take.
 * `queue` keeps rights apart from ingestion, so that a revocation never waits behind a backlog, and slow second passes apart
 * from first readings, and an index that is filled again apart from all of them; `backlog` is the queue of what nobody waits for, whose jobs stand aside while somebody does. `key` makes
 * the same work asked twice one job.
 */
export const catalogue = {
  /** Fetches the bytes of one version from its source; its reading follows. */
  'document.fetch': {
    queue: 'fetch',
    backlog: 'fetch-backlog',
    payload: version.extend({ lane }),
    // About an hour and a half.
    attempts: 10,
    backoffMs: 5_000,
    key: (payload: { org: string; id: string; version: number }) =>
      `${payload.org}/${payload.id}/${payload.version}/fetch`,
  },
  /** Reads, cuts, stores and indexes one version of a document. */
  'document.ingest': {
    queue: 'ingest',
    backlog: 'ingest-backlog',
    payload: version.extend({
      lane,
      /** Reads a version that is live already once more; it stays findable meanwhile. */
      again: z.literal(true).optional(),
      /** When that was asked for, in ms: a job that was given up holds off none that is asked for later. */
      asked: z.int().optional(),
    }),
    attempts: readingAttempts,
    backoffMs: 500,
    key: (payload: {
      org: string;
      id: string;
      version: number;
      again?: true | undefined;
      asked?: number | undefined;
    }) =>
      `${payload.org}/${payload.id}/${payload.version}${payload.again ? `/again${payload.asked ?? ''}` : ''}`,
  },
  /** Makes words and vectors follow a new title, without reading again. No key: named again meanwhile, it is done again. */
  'document.rename': {
    queue: 'ingest',
    backlog: 'ingest-backlog',
    payload: document.extend({ lane }),
    attempts: 20,
    backoffMs: 1_000,
    key: null,
  },
  /**
   * Adds vectors to one version of a document. Tried for about an hour; what is missing then is asked for anew
   * (`tunables.embedding.askAgainMs`), so no key: it would hold off the next job when this one has failed.
   */
  'document.embed': {
    queue: 'embed',
    payload: version.extend({ lane: z.literal('bulk').optional() }),
    attempts: 8,
    backoffMs: 30_000,
    key: null,
  },
  /** Reads a version again, pages that are pictures too. */
  'document.recognise': {
    queue: 'background',
    payload: version,
    attempts: readingAttempts,
    backoffMs: 5_000,
    key: (payload: { org: string; id: string; version: number }) =>
      `${payload.org}/${payload.id}/${payload.version}/recognise`,
  },
  /** Makes a PDF of an office document, for the pages of its passages and to be looked at. */
  'document.render': {
    queue: 'background',
    payload: version,
    attempts: 3,
    backoffMs: 5_000,
    key: (payload: { org: string; id: string; version: number }) =>
      `${payload.org}/${payload.id}/${payload.version}/render`,
  },
  /** Brings rights, space and path of a document to the index. */
  'document.place': { queue: 'rights', payload: document, attempts: 20, backoffMs: 1_000, key: null },
  /** Makes the documents of a space follow its switch (R13); `id` is the space. */
  'space.follow': {
    queue: 'rights',
    payload: z.object({ org: z.string(), id: z.string(), trace }),
    attempts: 20,
    backoffMs: 1_000,
    key: null,
  },
  /** Takes a removed document out of the index. */
  'document.unindex': { queue: 'rights', payload: document, attempts: 20, backoffMs: 1_000, key: null },
  /**
   * Compares the index of an organisation with the truth and mends it. Tried for about three hours; no key, for what is lost while
   * it is mended is asked for anew, and asked twice it finds nothing to do.
   */
  'index.mend': {
    queue: 'index',
    payload: z.object({ org: z.string(), trace }),
    attempts: 12,
    backoffMs: 5_000,
    key: null,
  },
} as const satisfies Record<
  string,
  {
    queue: QueueName;
    backlog?: QueueName;
    payload: z.ZodType;
    attempts: number;
    backoffMs: number;
    key: ((payload: never) => string) | null;
  }
>;

/** Jobs of reading: organisations take turns at them (R31). The others, of rights above all, go at once. */
export const readingJobs: ReadonlySet<JobName> = new Set([
  'document.fetch',
  'document.ingest',
  'document.rename',
  'document.embed',
]);

export type QueueName =
  | 'rights'
  | 'fetch'
  | 'ingest'
  | 'fetch-backlog'
  | 'ingest-backlog'
  | 'background'
  | 'embed'
  | 'index';
export type JobName = keyof typeof catalogue;
export type JobPayload<N extends JobName> = z.infer<(typeof catalogue)[N]['payload']>;
