import type { AuditContent } from '../core/audit/audit-hash.ts';

/** A record in its place. The hashes are SHA-256 in hexadecimal: see `core/audit/audit-hash.ts`. */
export type AuditRecord = AuditContent & {
  /** From 1 in each organisation, without a gap. */
  readonly sequence: number;
  /** Of the record before it. */
  readonly previousHash: string;
  readonly contentHash: string;
  readonly hash: string;
};

/** One record of the chain, as little as tells it from any other. */
export type AuditMark = Pick<AuditRecord, 'sequence' | 'hash'>;

/** A record as it stands in the table, where somebody may have put it by hand. */
export type StoredAuditRecord = AuditContent & {
  readonly sequence: number | null;
  readonly previousHash: string | null;
  readonly contentHash: string;
  readonly hash: string | null;
};

/** What is known of a chain beside its records. */
export type AuditChain = {
  /** The last that was added. */
  readonly head: AuditMark;
  /** The last that retention has dropped: what the first that is kept follows. */
  readonly dropped: AuditMark;
};

export type AuditPage = {
  readonly limit: number;
  readonly order: 'oldest' | 'latest';
  /** Only what comes after this number in that order. */
  readonly after?: number;
  readonly action?: string;
  readonly since?: Date;
  readonly until?: Date;
};

/** What happened in an organisation, for ever in the order in which it was committed. Adding is up to those who do something. */
export type AuditRepository = {
  list(org: string, page: AuditPage): Promise<readonly AuditRecord[]>;
  /** Lets the whole chain be looked at as it is at one moment: records by number, page by page, those without one last. */
  inspect<T>(
    org: string,
    look: (chain: AuditChain, pages: AsyncIterable<readonly StoredAuditRecord[]>) => Promise<T>,
  ): Promise<T>;
  /** The last record; `null` while there is none. */
  head(org: string): Promise<AuditMark | null>;
  /**
   * Drops the oldest records, up to the first that is not older than `before` and so many that nobody waits for it. Keeps the mark
   * of the last of them, and adds a record of that. Gives how many they were.
   */
  drop(org: string, before: Date, by: string | null): Promise<number>;
};
