import type { ErasedRows } from './erasure-store.ts';

/** For how long an organisation keeps what it is free to keep. */
export type Retention = {
  /** Days after the last message of a conversation; `null`: until its person deletes it. */
  readonly conversationDays: number | null;
};

/** Retention and its keeping. */
export type RetentionRepository = {
  find(org: string): Promise<Retention>;
  /** With its audit record; `by`: who, `null` the operator. */
  save(org: string, retention: Retention, by: string | null): Promise<void>;
  /**
   * Deletes some of the conversations that were last continued before a moment and are not held, with an audit record of how
   * many. Gives what went; `conversations: 0` when nothing is left to go.
   */
  purgeConversations(org: string, before: Date): Promise<ErasedRows & { readonly conversations: number }>;
};
