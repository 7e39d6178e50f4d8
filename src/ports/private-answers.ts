import type { Answer } from '../core/answer/answer.ts';

/** What is told of an answer from a private document: who, when, by what and at what cost; no id and no word of it. */
export type PrivateAnswer = {
  readonly outcome: Answer['outcome'];
  readonly reason: Answer['reason'] | null;
  /** False when it ended before its end. */
  readonly complete: boolean;
  readonly provider: string | null;
  readonly model: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Which version of the organisation's policy decided who might be asked (R69). */
  readonly policyVersion: number;
};

/** The durable record of each answer that nothing else is kept of (R63, R64). */
export type PrivateAnswers = {
  /** @throws AppError `ANSWER_NOT_RECORDED` when the audit takes no record of it */
  record(org: string, user: string, answer: PrivateAnswer): Promise<void>;
};
