import type { FeedbackReason } from '../core/conversation/feedback.ts';
import type { AuditRecord } from './audit-repository.ts';
import type { ErasureReceipt } from './erasure-store.ts';
import type { SecurityItem } from './security-item-repository.ts';

/** What is known of a person themself. */
export type PersonProfile = {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  /** How they sign in: at which issuer, as whom. */
  readonly identities: readonly { readonly issuer: string; readonly subject: string }[];
  readonly isOwner: boolean;
  readonly isAdmin: boolean;
  readonly isAuditor: boolean;
  readonly isGuest: boolean;
  /** Under which they stand in the ledger and in the audit. */
  readonly pseudonym: string;
  /** Groups and spaces that name them; the spaces of their groups not repeated. */
  readonly memberOf: readonly string[];
};

/** A file that a person added. */
export type PersonUpload = {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly space: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly modifiedAt: Date;
};

export type PersonFeedback = {
  readonly messageId: string;
  readonly useful: boolean;
  readonly sources: readonly { readonly n: number; readonly useful: boolean }[];
  readonly reasons: readonly FeedbackReason[];
  readonly comment: string | null;
  readonly givenAt: Date;
};

/** A conversation that they share, or that somebody shares with them by name. */
export type PersonShare = {
  readonly conversationId: string;
  readonly sharedBy: string;
  readonly principal: string;
  readonly sharedAt: Date;
};

/** One row of the ledger. */
export type PersonSpending = {
  readonly messageId: string;
  readonly at: Date;
  readonly spaces: readonly string[];
  readonly provider: string | null;
  readonly model: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly microEuros: number | null;
  readonly energyWh: number | null;
};

export type PersonBudget = {
  readonly unit: string;
  readonly period: string;
  readonly soft: number | null;
  readonly hard: number | null;
};

/** All that is kept of one person beside their conversations, and its end (R73). */
export type PersonData = {
  /** Ids of all people of an organisation. */
  listIds(org: string): Promise<readonly string[]>;
  profile(org: string, user: string): Promise<PersonProfile | null>;
  /** Ids of their conversations, the oldest first. */
  listConversations(org: string, user: string): Promise<readonly string[]>;
  listShares(org: string, user: string): Promise<readonly PersonShare[]>;
  listFeedback(org: string, user: string): Promise<readonly PersonFeedback[]>;
  /** What they said they should not have seen, without the notes of others. */
  listSecurityItems(
    org: string,
    user: string,
  ): Promise<readonly Pick<SecurityItem, 'id' | 'messageId' | 'documents' | 'state' | 'openedAt'>[]>;
  listUploads(org: string, user: string): Promise<readonly PersonUpload[]>;
  listSpending(org: string, user: string): Promise<readonly PersonSpending[]>;
  listBudgets(org: string, user: string): Promise<readonly PersonBudget[]>;
  /** Records of what they did, by their pseudonym. */
  listAudit(org: string, user: string): Promise<readonly AuditRecord[]>;
  /** Adds a record of an export; `by`: who has it, `null` the operator. */
  recordExport(org: string, user: string, by: string | null): Promise<void>;
  /**
   * Erases what is theirs, with its audit record, in one transaction: conversations, feedback, comments; words of
   * theirs in copies; their name on shares, reports and in the ledger; and the pseudonym, so that their records tell of nobody. Documents are the organisation's.
   * With `until`, only conversations that were not continued afterwards.
   * @throws AppError `NOT_FOUND`; `LEGAL_HOLD`
   */
  erase(
    org: string,
    user: string,
    options: { readonly by: string | null; readonly until?: Date },
  ): Promise<ErasureReceipt>;
};
