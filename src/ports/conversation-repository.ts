import type { Answer, AnswerSentence } from '../core/answer/answer.ts';

export type Conversation = {
  readonly id: string;
  readonly title: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A source as it was shown with an answer; `source` is the presented JSON of that moment. */
export type StoredSource = {
  readonly n: number;
  readonly documentId: string;
  readonly version: number;
  readonly chunkId: string;
  readonly cited: boolean;
  readonly source: unknown;
};

export type StoredMessage = {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly outcome: string | null;
  /** Of an answer, each with what checking said of it. */
  readonly sentences: readonly AnswerSentence[];
  readonly createdAt: Date;
  readonly sources: readonly StoredSource[];
};

/** One exchange to keep. The audit record goes into the same transaction: no answer without a durable record (R63, R64). */
export type Exchange = {
  readonly org: string;
  readonly user: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly question: string;
  /** Of a question that names documents: it is masked with them. */
  readonly questionSources?: readonly StoredSource[];
  /** Of the conversation that this exchange opens; absent: the question. */
  readonly title?: string;
  readonly answer: Answer;
  readonly sources: readonly StoredSource[];
  /** True for the first exchange: a conversation that was removed meanwhile must not come back. */
  readonly opensConversation: boolean;
  /** False when the client left before the end: what was streamed is kept and marked. */
  readonly complete: boolean;
  /** Which version of the organisation's policy decided who might be asked (R69). */
  readonly policyVersion: number;
};

/** Conversations of one person: nobody else's are ever found. */
export type ConversationRepository = {
  /** @throws AppError `NOT_FOUND` when the conversation continues one that is not this person's */
  saveExchange(exchange: Exchange): Promise<void>;
  list(
    org: string,
    user: string,
    page: { readonly limit: number; readonly before?: { readonly updatedAt: Date; readonly id: string } },
  ): Promise<readonly Conversation[]>;
  find(
    org: string,
    user: string,
    id: string,
    options?: { readonly lastMessages?: number },
  ): Promise<(Conversation & { readonly messages: readonly StoredMessage[] }) | null>;
  /** False when it is not this person's. */
  remove(org: string, user: string, id: string): Promise<boolean>;
};
