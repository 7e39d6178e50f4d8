import type { Sensitivity } from '../document.ts';
import { mostSensitive, type TrustMatrix } from '../trust.ts';

/** What an organisation decided of its answers. `version` rises with each change and is kept with what it decided (R69). */
export type AnswerPolicy = {
  readonly version: number;
  /** The most sensitive text that providers of each level may see. */
  readonly matrix: TrustMatrix;
  /** True when sentences that no passage supports are left out of answers. */
  readonly withholdUnsupported: boolean;
  /** True when the model that answered is asked about sentences that checking by words left undecided. */
  readonly secondOpinion: boolean;
  /** True when a model may be given documents that are kept in memory alone, as far as the matrix lets it see them (R13). */
  readonly privateDocuments: boolean;
};

/** Strict: what holds until an administrator decides otherwise. */
export const strictPolicy: AnswerPolicy = {
  version: 0,
  matrix: mostSensitive,
  withholdUnsupported: false,
  secondOpinion: false,
  privateDocuments: false,
};

/** What may be changed of a policy. */
export type PolicyChange = {
  readonly matrix?: { readonly [Level in keyof TrustMatrix]?: Sensitivity | undefined } | undefined;
  readonly withholdUnsupported?: boolean | undefined;
  readonly secondOpinion?: boolean | undefined;
  readonly privateDocuments?: boolean | undefined;
};
