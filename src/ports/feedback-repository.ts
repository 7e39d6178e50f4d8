import type { Feedback } from '../core/conversation/feedback.ts';
import type { JudgedExchange } from '../core/find/judged-question.ts';

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
  /** The latest ones with what they are about. */
  listJudged(org: string, limit: number): Promise<readonly JudgedExchange[]>;
};
