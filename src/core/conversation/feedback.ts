import type { Judgement } from '../find/judged-question.ts';

/** Why an answer was useful or not, as people choose it. Codes are relied on by clients: add, never rename. */
export const feedbackReasons = [
  'wrong',
  'outdated',
  'incomplete',
  'off-topic',
  /** A sentence names a source that does not say it. */
  'source-does-not-say',
  /** « Je ne devrais pas voir ça » : opens a security item. */
  'should-not-see',
] as const;

export type FeedbackReason = (typeof feedbackReasons)[number];

/** What a person says of one of their answers: the judgement, why, and in their own words. */
export type Feedback = Judgement & {
  readonly reasons?: readonly FeedbackReason[];
  readonly comment?: string;
};
