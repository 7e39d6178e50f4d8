import type { AccessFilter } from '../core/access/access-filter.ts';
import type { ReasonCode } from '../core/reasons.ts';

/** A document that could not be read, after its last attempt. Its name is there only for a reader who may read the document. */
export type FailedDocument = {
  readonly id: string;
  readonly space: string;
  readonly version: number;
  readonly reason: ReasonCode;
  readonly failedAt: Date;
  readonly name: { readonly title: string; readonly path: string } | null;
};

/** A document that can still be found with its text of before, and could not be read anew. */
export type KeptDocument = Pick<FailedDocument, 'id' | 'space' | 'reason'>;

/** How many documents have no text for this reason: `failed` ones can be tried again, of `skipped` ones there is nothing to read. */
export type UnreadCount = {
  readonly state: 'failed' | 'skipped';
  readonly reason: ReasonCode;
  readonly documents: number;
};

/** Which failed documents; of those that are named, others than failed ones are passed over. */
export type WhichFailed =
  | { readonly ids: readonly string[] }
  | { readonly reason?: ReasonCode | undefined; readonly space?: string | undefined };

export type FailedPage = {
  readonly reason?: ReasonCode | undefined;
  readonly space?: string | undefined;
  readonly limit: number;
  readonly after?: Pick<FailedDocument, 'id' | 'failedAt'> | undefined;
};

/** What was given up (R81), for administrators and the operator: ids, spaces and reasons. */
export type FailedDocuments = {
  /** The latest first. Names are those that `reader` may read; without a reader there are none. */
  list(org: string, page: FailedPage, reader: AccessFilter | null): Promise<readonly FailedDocument[]>;
  /** Documents that kept their text when they could not be read anew, those of one reason together. */
  listKept(org: string, page: Omit<FailedPage, 'after'>): Promise<readonly KeptDocument[]>;
  /** Of the organisation or of one space, the most frequent reason first. */
  count(org: string, space?: string): Promise<readonly UnreadCount[]>;
  /**
   * Gives them another try as a new version, `by` an administrator or the operator (`null`), with an audit record. Named ones go before what
   * nobody waits for. Gives how many.
   */
  retry(org: string, which: WhichFailed, by: string | null): Promise<number>;
};
