import type { Source } from '../core/workplace/source.ts';

export type ReceiptOutcome = 'indexed' | 'failed' | 'skipped' | 'removed';

/** What became of a document of a workplace, until it was told: ids and codes, no title and no text. */
export type Receipt = {
  /** Grows with time within a source. */
  readonly id: number;
  readonly item: string;
  readonly outcome: ReceiptOutcome;
  readonly reason: string | null;
  readonly contentVersion: number;
  readonly at: Date;
};

type SourceKey = Pick<Source, 'org' | 'id'>;

/** Receipts that wait; they are written by whatever changes a document, in its transaction. */
export type ReceiptStore = {
  /** The oldest ones that wait, and how often they were tried in vain; none while it is not time to try again. */
  listDue(
    source: SourceKey,
    limit: number,
    now: Date,
  ): Promise<{ readonly receipts: readonly Receipt[]; readonly attempts: number }>;
  /** Forgets those up to this one. */
  markTold(source: SourceKey, upTo: number): Promise<void>;
  postpone(source: SourceKey, until: Date): Promise<void>;
  /** The workplace wants no more: what waits is forgotten, and nothing more is written. */
  end(source: SourceKey, now: Date): Promise<void>;
  /** Forgets what is too old to be told. */
  dropOlder(source: SourceKey, than: Date): Promise<void>;
};
