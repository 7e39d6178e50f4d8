/** Whose conversations, or which document with all that is attached to it. */
export type HoldSubject = { readonly kind: 'person' | 'document'; readonly id: string };

/** Somebody's order that something must not be destroyed for now. */
export type LegalHold = {
  readonly id: string;
  readonly subject: HoldSubject;
  /** In words, for who decides on the release. */
  readonly reason: string;
  /** Who placed it; `null`: the operator. */
  readonly placedBy: string | null;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  /** `null` while it stands. */
  readonly releasedAt: Date | null;
};

/** A copy that was set aside when its document or conversation changed or went; `version` is 0 for a conversation. */
export type HeldContent = {
  readonly subject: HoldSubject;
  readonly contentId: string;
  readonly version: number;
  readonly content: unknown;
  /** The file itself, among the blobs; `null` for a conversation. */
  readonly sha256: string | null;
  readonly setAsideAt: Date;
};

/**
 * Legal holds of an organisation. What is held is found and shown no longer than without a hold: a copy is set aside when it
 * would be destroyed, for as long as one hold on it stands. Every change leaves an audit record.
 */
export type HoldRepository = {
  /**
   * Places a hold, and sets documents aside as they stand now.
   * @throws AppError `NOT_FOUND` where there is no such person or document; `CONFLICT` when it is held already
   */
  place(org: string, subject: HoldSubject, reason: string, by: string | null): Promise<LegalHold>;
  /** Holds that stand, or all of them, latest first. */
  list(org: string, options: { readonly released: boolean }): Promise<readonly LegalHold[]>;
  /** Ends a hold: what was set aside for it alone goes. `null` where there is none that stands. */
  release(org: string, id: string, by: string | null): Promise<LegalHold | null>;
  /** All that is set aside, by subject, page by page. */
  contents(org: string): AsyncIterable<readonly HeldContent[]>;
};
