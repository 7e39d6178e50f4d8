import type { StoredMessage } from './conversation-repository.ts';
import type { UsedDocument } from './library.ts';

/** With whom a conversation is shared: a principal `user:`, `group:` or `space:`, and what it is called. */
export type Share = {
  readonly principal: string;
  readonly name: string;
  /** When it was shared, or shared again, last. */
  readonly sharedAt: Date;
  /** More was said since, which is not shared. */
  readonly hasMore: boolean;
};

/** A conversation that somebody shares with a reader. */
export type SharedConversation = {
  readonly id: string;
  readonly title: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly sharedAt: Date;
};

/** One of a list, with the documents that what is shared of it rests on: its title may repeat them. */
export type ListedShare = SharedConversation & { readonly documents: readonly UsedDocument[] };

/** What a reader takes of a shared conversation into one of their own: questions and answers in turn. */
export type ConversationCopy = {
  readonly org: string;
  /** The reader, whose it is. */
  readonly user: string;
  readonly id: string;
  readonly title: string;
  /** The conversation that it was taken from, and whose that is. */
  readonly from: { readonly id: string; readonly owner: string };
  readonly messages: readonly (Omit<StoredMessage, 'isCopied'> & {
    /** The message that this one was taken from. */
    readonly copiedOf: string;
  })[];
};

/** A person of an organisation to whom something is shown. */
export type Reader = { readonly org: string; readonly user: string };

/**
 * Conversations that people share with colleagues. Whom a share reaches is resolved as a statement runs: those who are its
 * principal at that moment, while sharing is allowed and its owner is an active person of the organisation.
 */
export type ConversationShares = {
  isAllowed(org: string): Promise<boolean>;
  /** Allows sharing, or ends it for all, also what is shared already; with a record in the audit. */
  setAllowed(org: string, isAllowed: boolean, by: string | null): Promise<void>;
  /** The latest first; `null` when the conversation is not this person's. */
  list(owner: Reader, id: string): Promise<readonly Share[] | null>;
  /**
   * Shares a conversation as it is now, with a record in the audit. Once more shares what was said since.
   * @throws AppError `NOT_FOUND` when the conversation is not this person's, or the principal nobody whom they may name: an active
   *   person, or a group or space that they belong to; `SHARING_FORBIDDEN`; `CONFLICT` when it is shared with too many
   */
  share(owner: Reader, id: string, principal: string): Promise<Share>;
  /** Takes it back, with a record in the audit. False when it was not shared so. */
  unshare(owner: Reader, id: string, principal: string): Promise<boolean>;
  /** What others share with the reader, the latest first. */
  listFor(
    reader: Reader,
    page: { readonly limit: number; readonly before?: { readonly sharedAt: Date; readonly id: string } },
  ): Promise<readonly ListedShare[]>;
  /** What is shared of it; `null` when it is not shared with the reader, as when it is not there. */
  findFor(
    reader: Reader,
    id: string,
  ): Promise<(SharedConversation & { readonly messages: readonly StoredMessage[] }) | null>;
  /**
   * Keeps a copy as a conversation of the reader, with a record in the audit.
   * @throws AppError `NOT_FOUND` when what they were shown is no longer shared with them, or was erased
   */
  saveCopy(copy: ConversationCopy): Promise<void>;
};
