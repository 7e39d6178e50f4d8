import type { AuditMark } from './audit-repository.ts';
import type { ErasedRows } from './erasure-store.ts';

/** The proof that an organisation was removed: numbers alone. */
export type RemovalReceipt = {
  readonly organisation: string;
  readonly begunAt: Date;
  readonly endedAt: Date;
  /** The last record of its audit, which went too: whoever kept it knows up to where there was one. */
  readonly auditHead: AuditMark | null;
  readonly stores: Readonly<Record<string, ErasedRows>>;
};

/** The end of organisations in the database. */
export type OrganisationLife = {
  /**
   * Locks everybody of the organisation out, then deletes all of its rows, some at a time; said again, it goes on where it was cut
   * off. Gives how many by table.
   * @throws AppError `ORGANISATION_UNKNOWN`; `LEGAL_HOLD` while a hold stands
   */
  remove(org: string): Promise<ErasedRows>;
  /** Keeps the receipt, beside all organisations. */
  recordRemoval(receipt: RemovalReceipt): Promise<void>;
  /** When it was first declared; `null` where there is none. */
  createdAt(org: string): Promise<Date | null>;
  /** Organisations that were removed, and when, the oldest first. */
  listRemovals(): Promise<readonly { readonly organisation: string; readonly at: Date }[]>;
};
