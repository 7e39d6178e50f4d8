import type { Feedback, FeedbackReason } from '../core/conversation/feedback.ts';
import type { JudgedExchange } from '../core/find/judged-question.ts';
import type { UsedDocument } from './library.ts';

/** A feedback, whoever gave it. */
export type GivenFeedback = {
  readonly messageId: string;
  readonly conversationId: string;
  readonly useful: boolean;
  readonly reasons: readonly FeedbackReason[];
  readonly comment: string | null;
  readonly givenAt: Date;
  /** All that the conversation rests on, as it was then, whichever of its answers the words are about. */
  readonly documents: readonly UsedDocument[];
};

export type FeedbackPage = {
  readonly limit: number;
  readonly useful?: boolean;
  readonly reason?: FeedbackReason;
  readonly since?: Date;
  readonly before?: { readonly givenAt: Date; readonly messageId: string };
};

/** What people say of their own answers: one feedback for each message and person. Each change leaves an audit record of ids. */
export type FeedbackRepository = {
  /**
   * Keeps a feedback in place of the one before. `should-not-see` opens a security item, or opens it again.
   * @throws AppError `NOT_FOUND` when the message is no answer given to this person, `BAD_REQUEST` for a source it has not
   */
  give(org: string, user: string, feedback: Feedback): Promise<void>;
  /** Takes it back. False when this person has given none on that message. */
  withdraw(org: string, user: string, messageId: string): Promise<boolean>;
  /** What this person said of some of these messages. */
  listOwn(org: string, user: string, messageIds: readonly string[]): Promise<readonly Feedback[]>;
  /** Everybody's, the latest first. */
  list(org: string, page: FeedbackPage): Promise<readonly GivenFeedback[]>;
  /** Leaves an audit record that `by` read the comments on these messages. */
  recordReading(org: string, by: string, messageIds: readonly string[]): Promise<void>;
  /** The latest ones with what they are about. */
  listJudged(org: string, limit: number): Promise<readonly JudgedExchange[]>;
};
