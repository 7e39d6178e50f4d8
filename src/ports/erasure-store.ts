/** What an erasure took out of the database, by what it was: numbers of rows. */
export type ErasedRows = Readonly<Record<string, number>>;

export type ErasedDocument = {
  /** The document and all that was attached to it. */
  readonly documents: readonly string[];
  /** Digests of their bytes, of former versions and renditions too. */
  readonly blobs: readonly string[];
  readonly rows: ErasedRows;
};

/** The proof of an erasure, as the audit keeps it: numbers, times and digests alone. */
export type ErasureReceipt = {
  /** Ties the two records of an erasure together. */
  readonly erasureId: string;
  readonly begunAt: Date;
  readonly endedAt: Date;
  /** SHA-256 of the ids, sorted, a line feed after each. */
  readonly idsHash: string;
  /** What went, by store. */
  readonly stores: Readonly<Record<string, ErasedRows>>;
};

/** One erasure or removal that a backup from before does not know of. */
export type KnownErasure =
  | {
      readonly kind: 'document';
      readonly organisation: string;
      readonly documentId: string;
      /** The last version that went: a higher one came back later. */
      readonly version: number;
      readonly at: Date;
      /** False: it was removed at its source. */
      readonly erased: boolean;
    }
  /** Of all until `at`. The digest is `personDigest()`. */
  | {
      readonly kind: 'person';
      readonly organisation: string;
      readonly personDigest: string;
      readonly at: Date;
    }
  | { readonly kind: 'organisation'; readonly organisation: string; readonly at: Date };

/** What erases in the database. Each call is one transaction with its audit record. */
export type ErasureStore = {
  /**
   * Takes a document out with all that is attached to it, text, vectors that nobody else needs and answers that relied on it.
   * Its source does not bring it back. One that was removed before is marked as erased.
   * @throws AppError `NOT_FOUND`; `CONFLICT` for an attachment, whose bytes are in another file; `LEGAL_HOLD`
   */
  eraseDocument(
    org: string,
    id: string,
    by: { erasureId: string; user: string | null },
  ): Promise<ErasedDocument>;
  /** All that is known to have gone, page by page, the oldest first of each kind. */
  listKnown(org: string): AsyncIterable<readonly Exclude<KnownErasure, { kind: 'organisation' }>[]>;
  /** True when this very erasure of a person, or a later one, is known here. */
  isPersonErased(org: string, personDigest: string, at: Date): Promise<boolean>;
  /**
   * Takes a document out that went after the backup that was restored; what a hold keeps is set aside. `null` where it is gone
   * already, or came back with a later version: then the tombstone alone is put right.
   */
  replayDocument(
    erasure: Extract<KnownErasure, { kind: 'document' }>,
    erasureId: string,
  ): Promise<ErasedDocument | null>;
  /** Adds a record of a replay to the audit. */
  recordReplay(org: string, counts: ErasedRows): Promise<void>;
  /** Ids of the documents that stand at a path, in one space or in any. */
  findByPath(org: string, path: string, space?: string): Promise<readonly string[]>;
  /** Forgets what was removed or erased before a moment. Gives how much. */
  dropTombstones(org: string, before: Date): Promise<number>;
  /** Adds the receipt of a document's erasure to the audit. */
  recordReceipt(org: string, receipt: ErasureReceipt, by: string | null): Promise<void>;
};
