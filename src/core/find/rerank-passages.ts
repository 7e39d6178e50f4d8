import { tunables } from '../../../config/tunables.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Reranker } from '../../ports/reranker.ts';
import type { Passage, RankedPassage } from '../answer/passage.ts';
import type { Sensitivity } from '../document.ts';
import { isAppError } from '../errors.ts';
import { shorten } from '../shorten.ts';
import { mayReceive, type TrustMatrix } from '../trust.ts';

export type RerankDeps = {
  /** Absent: the order stays. */
  readonly reranker?: Reranker | undefined;
  readonly logger?: Pick<Logger, 'warn' | 'debug'> | undefined;
};

export type RerankRequest = {
  readonly query: string;
  /** Sensitivities of what earlier turns of the conversation were drawn from: the question may repeat it. */
  readonly earlier?: readonly Sensitivity[] | undefined;
  /** What providers may see; absent: the strict one. */
  readonly matrix?: TrustMatrix | undefined;
  readonly signal?: AbortSignal | undefined;
};

const { candidates, clearMargin, characters, timeoutMs } = tunables.find.rerank;

/**
 * Puts the best of the passages (best first, scores from 1 down) into the order of the reranker; the others follow as
 * they were. The scores stay where they are and so still fall: the best passage has what the best one had.
 *
 * The texts come from the gate of this very request and go out at once (R01, R05). One passage that the provider may not
 * see, or an earlier turn, refuses the whole call: the question itself may tell (R67). Without the reranker, whatever the
 * reason, only the order is another.
 * @throws the reason of `signal` when it is aborted
 */
export async function rerankPassages(
  { reranker, logger }: RerankDeps,
  passages: readonly RankedPassage[],
  { query, earlier = [], matrix, signal }: RerankRequest,
): Promise<readonly RankedPassage[]> {
  if (!reranker || !isUndecided(passages)) return passages;
  const sensitivities = [...earlier, ...passages.map(({ sensitivity }) => sensitivity)];
  if (!sensitivities.every((sensitivity) => mayReceive(reranker.trust, sensitivity, matrix))) {
    logger?.debug({ trust: reranker.trust }, 'not reranked: the sensitivity forbids it');
    return passages;
  }
  const head = passages.slice(0, candidates);
  try {
    const fits = await reranker.rerank(query, head.map(textToJudge), { timeoutMs, signal });
    return [...reorder(head, fits), ...passages.slice(candidates)];
  } catch (error) {
    signal?.throwIfAborted();
    if (!isAppError(error)) throw error;
    logger?.warn({ code: error.code, detail: error.detail }, 'not reranked: the reranker failed');
    return passages;
  }
}

/** False where there is nothing to decide: one passage, or a first one far ahead of the second. */
function isUndecided([first, second]: readonly RankedPassage[]): boolean {
  return first !== undefined && second !== undefined && first.score - second.score < clearMargin;
}

/** What the passage says, below its title and headings: a piece of text alone often does not tell what it is about. */
function textToJudge({ document, headings, text }: Passage): string {
  return shorten(`${[document.title, ...headings].join(' › ')}\n${text}`, characters);
}

function reorder(passages: readonly RankedPassage[], fits: readonly number[]): RankedPassage[] {
  return passages
    .map((passage, place) => ({ passage, fit: fits[place] ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => b.fit - a.fit)
    .map(({ passage }, place) => ({ ...passage, score: passages[place]?.score ?? 0 }));
}
