import type { Answer } from '../core/answer/answer.ts';
import type { Scope } from '../core/scope.ts';
import type { Task } from '../core/tasks/task.ts';

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

/** What is kept of an answer beside its text and sources. Answers of earlier versions hold less. */
export type KeptAnswer = Pick<Answer, 'reason' | 'language' | 'sentences' | 'usage'> &
  Partial<Pick<Answer, 'suggestions' | 'searchedFor' | 'notices'>> & {
    readonly complete: boolean;
    /** Where the question was asked to look. */
    readonly scope?: Scope;
    /** What was done with the documents that the question names. */
    readonly task?: Task;
  };

export type StoredMessage = {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly outcome: Answer['outcome'] | null;
  readonly createdAt: Date;
  readonly sources: readonly StoredSource[];
  /** `null` of a question. */
  readonly answer: KeptAnswer | null;
  /** The first answer to the same question, when this one was asked for again. */
  readonly retryOf: string | null;
  /** The answer that took its place. */
  readonly supersededBy: string | null;
  /** Copied from somebody else's conversation: who asked could read what was said before it. */
  readonly isCopied: boolean;
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
  /** Which access classes the person might read, as one short digest. */
  readonly permissionVersion: string;
  /** Documents that the index found and the gate did not let through. */
  readonly withheld?: readonly string[];
  /** Where the question was asked to look. */
  readonly scope?: Scope;
  /** What was asked for, when it was no question. */
  readonly task?: Task;
  /** The first answer to the same question: when this one is complete, it supersedes it and all that came of it. */
  readonly retryOf?: string;
};

/** How an answer was asked for. */
export type AskedQuestion = {
  readonly conversationId: string;
  readonly scope: Scope;
  /** It names documents to work on: no question, but a task. */
  readonly isTask: boolean;
  /** The answer itself, or the first one when it was asked for again. */
  readonly firstAnswer: string;
};

/** Conversations of one person: nobody else's are ever found. */
export type ConversationRepository = {
  /**
   * @throws AppError `NOT_FOUND` when the conversation continues one that is not this person's, or asks again what was erased meanwhile;
   *   `ANSWER_NOT_RECORDED` when it cannot be kept or the audit takes no record of it: then nothing of it is
   */
  saveExchange(exchange: Exchange): Promise<void>;
  list(
    org: string,
    user: string,
    page: {
      readonly limit: number;
      readonly before?: { readonly updatedAt: Date; readonly id: string };
      /** Words of the title, whatever their case and accents. */
      readonly query?: string;
    },
  ): Promise<readonly Conversation[]>;
  find(
    org: string,
    user: string,
    id: string,
    options?: {
      readonly lastMessages?: number;
      /** Only what was said before this message. */
      readonly beforeMessage?: string;
    },
  ): Promise<(Conversation & { readonly messages: readonly StoredMessage[] }) | null>;
  /** `null` when the message is no answer given to this person. */
  findQuestion(org: string, user: string, messageId: string): Promise<AskedQuestion | null>;
  /** Gives it a title; `null` when it is not this person's. */
  rename(org: string, user: string, id: string, title: string): Promise<Conversation | null>;
  /** False when it is not this person's. */
  remove(org: string, user: string, id: string): Promise<boolean>;
};
