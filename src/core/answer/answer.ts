import type { Finding } from '../check/verdict.ts';
import type { Language } from '../document.ts';
import type { OfferedTask } from '../tasks/offer-task.ts';
import type { RankedPassage } from './passage.ts';

/** `quoted`: no model was used, the sentences stand word for word in the sources. */
export type Outcome = 'answered' | 'quoted' | 'not-found' | 'refused';

export type Support = 'supported' | 'partial' | 'unsupported' | 'not-checked';

/** One sentence of the answer with the numbers of the sources that it names. */
export type AnswerSentence = {
  readonly text: string;
  readonly citations: readonly number[];
  readonly support: Support;
  /** Why it is not called supported. */
  readonly findings?: readonly Finding[];
  /** Where it stands in the text, its `[n]` included: UTF-16 offsets. Absent of quotations, which stand as they are shown. */
  readonly start?: number;
  readonly end?: number;
};

/** A passage offered to the model or quoted, numbered from 1. */
export type Source = RankedPassage & { readonly n: number };

/** What went differently from what people expect; `text` is the sentence to show, in the answer's language. */
export type Notice = {
  readonly code:
    | 'model-unavailable'
    | 'too-sensitive'
    | 'model-interrupted'
    | 'sentences-withheld'
    | 'words-only'
    | 'documents-pending'
    | 'budget-degraded'
    | 'scope-empty'
    | 'document-lost'
    | 'part-left-out';
  readonly text: string;
};

/** What an answer cost, all calls of models together. `null` where nobody knows. Timings are milliseconds by step, keys end in `Ms`. */
export type Usage = {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly costEuro: number | null;
  /** Watt-hours, where the provider says so. */
  readonly energyWh?: number | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly timings: Readonly<Record<string, number>>;
};

/** A finished answer. Every number in `citations` names an element of `sources`. */
export type Answer = {
  readonly outcome: Outcome;
  /** Why it was not found, refused or only quoted; a stable code. */
  readonly reason?:
    | 'nothing-readable-found'
    | 'scope-empty'
    | 'no-model'
    | 'too-sensitive'
    | 'budget-exhausted'
    | 'model-unavailable'
    | 'model-found-nothing'
    | 'nothing-supported'
    | 'small-talk'
    | 'interrupted';
  readonly text: string;
  /** Other ways to ask, where nothing was found. */
  readonly suggestions?: readonly string[];
  readonly language: Language;
  readonly sentences: readonly AnswerSentence[];
  readonly sources: readonly Source[];
  readonly notices: readonly Notice[];
  /** What told whether the passages hold the answer, 0–1; `answerable` is the outcome. Absent of an answer cut short. */
  readonly signals?: Readonly<Record<string, number>>;
  /** What was searched, when it is not the question as it was asked. */
  readonly searchedFor?: string;
  /** The task on whole documents that the question asks for: an answer rests on some of their passages. */
  readonly offeredTask?: OfferedTask;
  readonly usage: Usage;
  /** Citations of the model that named no source and were taken out of the text (R45); absent when no model was used. */
  readonly removedCitations?: number;
};

/** An answer but for what is the same for all of them. */
export type Draft = Omit<Answer, 'language' | 'searchedFor' | 'offeredTask' | 'usage'> & {
  readonly usage?: Partial<Usage>;
};

/** What streams while an answer is made: sources first, text with citations, once `done` with the whole. */
export type AnswerEvent =
  | { readonly type: 'sources'; readonly sources: readonly Source[] }
  | { readonly type: 'text-delta'; readonly text: string }
  /** Source `n` is named at `position`, a UTF-16 offset into the text streamed so far. */
  | { readonly type: 'citation'; readonly n: number; readonly position: number }
  /**
   * A sentence was checked; its citations are the repaired ones, which only `done` writes into the text, its offsets are into the
   * text as it streamed. The same offsets again: the verdict has changed.
   */
  | { readonly type: 'verdict'; readonly sentence: AnswerSentence }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'done'; readonly answer: Answer };
