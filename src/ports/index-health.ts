import type { DocumentState, OrganisationId } from '../core/document.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { RebuildSubject } from './document-store.ts';

/** Documents of one space that are alike in state and reason. */
export type CountedDocuments = {
  readonly space: string;
  readonly state: DocumentState;
  /** Why they were not read; `null` for those that were, or will be. */
  readonly reason: ReasonCode | null;
  readonly documents: number;
  /** When the newest text among them was published; `null` where they have none. */
  readonly newestAt: Date | null;
  /** Since when the oldest of them waits to be read; `null` where none does. */
  readonly oldestWaitingSeconds: number | null;
};

/** Something that was asked to be read anew. */
export type Rebuild = {
  readonly subject: RebuildSubject;
  readonly askedAt: Date;
  readonly documents: number;
  /** How many of them are not read yet. */
  readonly remaining: number;
};

/** A document that was asked to be read anew and was given up. */
export type GivenUp = {
  readonly id: string;
  readonly space: string;
  readonly reason: ReasonCode;
  /** True where its text of before can still be found. */
  readonly isFindable: boolean;
};

/** What the truth tells of the index of one organisation: numbers, ids of spaces, and nothing of a document. */
export type IndexHealth = {
  /** One statement, whatever the organisation, or one of its spaces, holds. */
  count(org: OrganisationId, space?: string): Promise<readonly CountedDocuments[]>;
  listSpaces(
    org: OrganisationId,
  ): Promise<readonly { readonly id: string; readonly title: string; readonly assistantEnabled: boolean }[]>;
  /** Jobs that the queue does not have yet: those of rights, and the others. */
  countOutbox(
    org: OrganisationId,
  ): Promise<
    readonly { readonly lane: 'rights' | 'others'; readonly jobs: number; readonly oldestSeconds: number }[]
  >;
  /** The latest, at most `limit`; each subject once. */
  listRebuilds(org: OrganisationId, limit: number): Promise<readonly Rebuild[]>;
  /** How far it is to read this anew; `null` where nobody asked for it. */
  findRebuild(org: OrganisationId, subject: RebuildSubject): Promise<Rebuild | null>;
  /** What could not be read when it was last asked for, at most `limit`, those of one reason together. */
  listGivenUp(org: OrganisationId, subject: RebuildSubject, limit: number): Promise<readonly GivenUp[]>;
  countGivenUp(org: OrganisationId, subject: RebuildSubject): Promise<number>;
  /** Keeps that index and truth were compared, and of how many documents they differed. */
  keepComparison(org: OrganisationId, differed: number): Promise<void>;
  lastComparison(
    org: OrganisationId,
  ): Promise<{ readonly comparedAt: Date; readonly differed: number } | null>;
};
