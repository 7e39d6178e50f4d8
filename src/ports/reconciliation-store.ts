import type { SpaceDigest } from '../core/contract/digest.ts';
import type { Source } from '../core/workplace/source.ts';

/** What a workplace says that it holds. */
export type SaidDigest = {
  readonly maxSequence: number;
  readonly spaces: readonly SpaceDigest[];
  /** Every space that holds something is named; else those that are not named are not compared. */
  readonly isComplete: boolean;
};

/** A space of which the workplace says something else than is known. */
export type SpaceDifference = {
  readonly space: string;
  readonly since: Date;
  readonly seenAt: Date;
  /** In how many comparisons in a row. */
  readonly times: number;
  /** Documents that are known here, and that the workplace says it has; equal when others differ. */
  readonly known: number;
  readonly said: number;
  readonly repairedAt: Date | null;
};

export type ReconciliationState = {
  readonly differences: readonly SpaceDifference[];
  /** When the workplace was asked last, when something was compared last, and when all of that agreed last. */
  readonly askedAt: Date | null;
  readonly comparedAt: Date | null;
  readonly agreedAt: Date | null;
  /** Since when sequences are missing at the end. */
  readonly behindSince: Date | null;
  readonly directoryPulledAt: Date | null;
  /** When the workplace said that it wants no more receipts. */
  readonly receiptsEndedAt: Date | null;
};

type SourceKey = Pick<Source, 'org' | 'id'>;

/** What sources say that they hold, compared with what is known of them. */
export type ReconciliationStore = {
  read(source: SourceKey): Promise<ReconciliationState>;
  /** The digest that a heartbeat brought, once. */
  takePushed(source: SourceKey): Promise<SaidDigest | null>;
  compare(source: SourceKey, said: SaidDigest, now: Date): Promise<void>;
  noteAsked(source: SourceKey, now: Date): Promise<void>;
  /** Remembers that spaces, and all that was said so far, are being pulled again. */
  noteRepair(source: SourceKey, spaces: readonly string[], now: Date): Promise<void>;
};
