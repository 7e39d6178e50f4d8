import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { SecondOpinion } from '../check/second-opinion.ts';
import type { Language } from '../document.ts';
import type { Routing } from '../providers/choose-providers.ts';
import type { TaskWish } from '../understand/wished-task.ts';
import type { Notice, Source } from './answer.ts';
import type { Confidence, Judgement } from './answerable.ts';
import type { AnsweringModel } from './answering-model.ts';
import type { RandomBytes } from './boundary.ts';
import type { Likeness } from './likeness.ts';
import type { RankedPassage, Section } from './passage.ts';
import type { Reading } from './pick-sources.ts';
import type { Clock } from './stopwatch.ts';
import type { Searched } from './texts.ts';

/** An earlier exchange of the same conversation. */
export type EarlierExchange = { readonly question: string; readonly answer: string };

/** What was found for a question, already gated: only text that the caller may read, best first. */
export type Found = {
  readonly passages: readonly RankedPassage[];
  /** Whether these of the passages, which may still be read, can hold the answer. */
  readonly judge: (passages: readonly RankedPassage[]) => Judgement;
  /** What else words of the question are called, so that quotations are chosen by it too. */
  readonly otherForms?: readonly string[];
  /** Other ways to ask, for when nothing is found: asked for then alone, because they cost a search by hundreds of words. */
  readonly otherWords?: () => Promise<readonly string[]>;
  /** Where the message asks several questions: what was found for each, in their order. */
  readonly parts?: readonly FoundPart[];
  /** What went differently; the sentences are in `texts.ts`. */
  readonly notices: readonly Notice['code'][];
  /** Milliseconds by step, keys end in `Ms`. */
  readonly timings: Readonly<Record<string, number>>;
};

/** What was found for one question of a message that asks several. */
export type FoundPart = Pick<Found, 'judge' | 'otherForms'> & {
  /** As it was asked, and as it was searched. */
  readonly question: string;
  readonly searchedFor: string;
  /** Whether a passage was found for this one. */
  readonly isOwn: (passage: { readonly id: string }) => boolean;
};

/** The same with how sure it is that the passages of this part hold its answer. */
export type JudgedPart = FoundPart & Pick<Judgement, 'confidence'>;

export type AnswerDeps = {
  /** Searches what was understood of the question. */
  retrieve(): Promise<Found>;
  /** Asks the SQL gate anew (R05): the sections of those of these chunks that the caller may read at this moment. */
  regate(chunkIds: readonly string[]): Promise<ReadonlyMap<string, Section>>;
  /** Who may be given these sources, the first choice first; nobody: the sources are quoted. */
  routeModels(sources: readonly Source[]): Routing<AnsweringModel>;
  readonly prompts: PromptLibrary;
  /** Asked of sentences that checking leaves undecided; absent: they stay so. */
  readonly secondOpinion?: (model: AnsweringModel) => SecondOpinion;
  /** Tells which sentences to quote beside their words; absent: their words do. */
  readonly likeness?: Likeness | undefined;
  readonly clock: Clock;
  readonly random: RandomBytes;
};

export type AnswerRequest = {
  readonly question: string;
  /** Language of the answer. */
  readonly language: Language;
  /** Earlier exchanges, the latest last. */
  readonly history: readonly EarlierExchange[];
  /** The question as it is searched, when it leans on earlier ones: passages are quoted by these words. */
  readonly searchedFor?: string;
  /** A task on documents that the question asks for. */
  readonly wish?: TaskWish | null;
  readonly searched: Searched;
  /** How much is read; absent: as much as usual. */
  readonly reading?: Reading;
  /** How sure it is that the passages hold the answer. */
  readonly confidence?: Confidence | undefined;
  /** Its questions where it asks several. */
  readonly parts?: readonly JudgedPart[] | undefined;
  /** See `Found`. */
  readonly otherForms?: readonly string[] | undefined;
  /** Whether sentences that no source supports are left out instead of marked. */
  readonly withholdUnsupported?: boolean;
  /** See `Found`. */
  readonly otherWords?: Found['otherWords'] | undefined;
  readonly signal: AbortSignal;
};
