import type { Support } from '../answer/answer.ts';

/** What kind of thing a sentence said that its sources do not. */
export type FindingKind =
  | 'number'
  | 'amount'
  | 'percentage'
  | 'duration'
  | 'date'
  | 'reference'
  | 'name'
  | 'quotation'
  | 'negation'
  | 'wording';

/** Why a sentence is not called supported: `said` stands in no source, or `instead` stands there in its place. */
export type Finding = {
  readonly kind: FindingKind;
  /** The sentence's own words; empty for `wording`, which is about all of them. */
  readonly said: string;
  /** The words of the source, where it says something else of the same kind in the same place. */
  readonly instead?: string;
};

/** What checking says of one sentence. Every number in `citations` names an offered passage (R45). */
export type Verdict = {
  readonly support: Support;
  /** As the sentence had them, or repaired. */
  readonly citations: readonly number[];
  readonly findings: readonly Finding[];
};
