/** An answer that somebody says they should not have seen. Ids alone: who looks into it needs no text of it. */
export type SecurityItem = {
  readonly id: string;
  readonly messageId: string;
  /** Who said so; `null` once the person was erased. */
  readonly user: string | null;
  /** What the answer was offered, and whether it cites it. */
  readonly documents: readonly {
    readonly documentId: string;
    readonly version: number;
    readonly cited: boolean;
  }[];
  readonly state: 'open' | 'closed';
  readonly note: string | null;
  readonly openedAt: Date;
  readonly changedAt: Date | null;
  /** `null` for the operator at the command line, and where the person said so again. */
  readonly changedBy: string | null;
};

export type SecurityItemPage = {
  readonly limit: number;
  readonly state?: SecurityItem['state'];
  readonly before?: { readonly openedAt: Date; readonly id: string };
};

/** What people said they should not have seen. Each change leaves an audit record of ids. */
export type SecurityItemRepository = {
  /** The latest first. */
  list(org: string, page: SecurityItemPage): Promise<readonly SecurityItem[]>;
  /** Closes or opens one, `by` an administrator or the operator (`null`). `null` when there is none with this id. */
  update(
    org: string,
    id: string,
    change: { readonly state: SecurityItem['state']; readonly note?: string },
    by: string | null,
  ): Promise<SecurityItem | null>;
};
