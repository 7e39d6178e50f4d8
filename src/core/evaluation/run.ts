import type { ResultLine } from './result-line.ts';
import type { Endpoint, Question } from './suite.ts';

/** Questions that an organisation is measured by, with what a good answer holds. */
export type QuestionSet = {
  readonly id: string;
  readonly title: string;
  readonly questions: readonly Question[];
  readonly savedAt: Date;
};

/** `stopped`: it ended before its last question by itself, and says why; it can go on, as one that was cancelled can. */
export const runStates = ['running', 'done', 'stopped', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/**
 * Why a run stopped: a budget has no room for an answer as it is usually given (R95), the organisation's assistant is off, nobody
 * is left in whose name to ask, or question after question could not be asked at all.
 */
export const runTroubles = ['budget', 'assistant-off', 'nobody-left', 'failing'] as const;
export type RunTrouble = (typeof runTroubles)[number];

/** What may differ between runs over the same questions; `null`: as people are answered. */
export type Variant = { readonly provider: string | null; readonly promptVersion: number | null };

/** The questions of a set, asked one after another in the background in the name of people. */
export type EvaluationRun = Variant & {
  readonly org: string;
  readonly id: string;
  readonly setId: string;
  readonly title: string;
  readonly endpoint: Endpoint;
  /** How many questions it asks, and how many of them have a result. */
  readonly asked: number;
  readonly done: number;
  /** Whom it was launched for: `user:` or `group:` and an id. */
  readonly principal: string;
  /** Who asks in turn what no question says who asks. */
  readonly people: readonly string[];
  /** Whose budgets pay; `null`: erased. */
  readonly launchedBy: string | null;
  readonly state: RunState;
  readonly trouble: RunTrouble | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
};

/** What one question gave, and the documents that this rests on. */
export type RunResult = {
  readonly ordinal: number;
  readonly line: ResultLine;
  readonly documents: readonly { readonly id: string; readonly version: number }[];
};
