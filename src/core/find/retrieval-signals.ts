import { tunables } from '../../../config/tunables.ts';
import type { VectorHits, WordHits } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import { stemsOfPassage, weighWords } from './coverage.ts';
import { wordStrengths } from './fuse.ts';
import type { QuestionWord } from './question-words.ts';
import type { SparseVector } from './sparse-vector.ts';

/**
 * What tells whether passages can hold the answer, each 0–1 and higher where they rather do. All of it is read from
 * passages that the caller may read, and from statistics over what the caller may read.
 */
export type RetrievalSignals = {
  /** How many passages they are read from; the only number that is not 0–1, and the only one that is not shown. */
  readonly passages: number;
  /** Absolute fit by words: the best passage's share of the score that it would have, held it every word in abundance. */
  readonly fit: number;
  /** Most of the question's IDF mass that one passage holds, with its title and headings. */
  readonly coverage: number;
  /** The same of the first three passages together. */
  readonly coverageTogether: number;
  /** How telling the question is: its IDF mass, saturating. */
  readonly specificity: number;
  /** Where the caller chose documents: how well the best passage in them fits, also in the words of other documents. */
  readonly scopeFit: number | null;
  /** How far the nearest passage lies from the average one, of the way to the question's very meaning; `null`: words only. */
  readonly nearness: number | null;
  /** How much the best passage by words and the nearest one are each the other: 1 when they are the same; `null`: words only. */
  readonly agreement: number | null;
};

/** What was searched and found for a question. */
export type Evidence = {
  readonly query: SparseVector;
  /** The words of the question and of its context. */
  readonly asked: readonly QuestionWord[];
  readonly words: WordHits;
  /** `null`: meanings were not compared. */
  readonly vectors: VectorHits | null;
  /** Hits in the documents that the caller chose; `null` when none were chosen. */
  readonly inScope: WordHits | null;
};

const { passagesJudged, passagesTogether, telling, scopeScore } = tunables.abstention;

/** Makes the function that reads the signals of passages, best first: those that the caller may read at that moment. */
export function signalsReader(evidence: Evidence): (passages: readonly Passage[]) => RetrievalSignals {
  const { query, asked, words, vectors, inScope } = evidence;
  const weighed = weighWords(asked, words);
  const strengths = scoresOf(wordStrengths(words.hits, query, words));
  const similarities = vectors && vectors.compared > 0 ? scoresOf(vectors.hits) : null;
  const scopeScores = inScope && scoresOf(inScope.hits);
  const nearnessOf = (similarity: number) =>
    vectors ? bounded((similarity - vectors.mean) / (1 - vectors.mean)) : 0;
  return (passages) => {
    const judged: readonly Passage[] = passages.slice(0, passagesJudged);
    const strength = judged.map(({ id }) => strengths.get(id) ?? 0);
    const nearness = similarities && judged.map(({ id }) => nearnessOf(similarities.get(id) ?? 0));
    const together = new Set(judged.slice(0, passagesTogether).flatMap((one) => [...stemsOfPassage(one)]));
    return {
      passages: passages.length,
      fit: bounded(Math.max(0, ...strength)),
      coverage: most(judged, (one) => weighed.shareIn(stemsOfPassage(one))),
      coverageTogether: weighed.shareIn(together),
      specificity: bounded(Math.log1p(weighed.total) / telling),
      scopeFit: scopeScores && bounded(most(judged, ({ id }) => scopeScores.get(id) ?? 0) / scopeScore),
      nearness: nearness && Math.max(0, ...nearness),
      agreement: nearness && agreementOf(strength, nearness),
    };
  };
}

function scoresOf(hits: readonly { readonly chunkId: string; readonly score: number }[]) {
  return new Map(hits.map(({ chunkId, score }) => [chunkId, score]));
}

/** Of the best passage by one list, what share it has of the other list's best; the better of both ways round. */
function agreementOf(strength: readonly number[], nearness: readonly number[]): number {
  const shareOfBest = (first: readonly number[], second: readonly number[]) => {
    const best = Math.max(0, ...second);
    const there = second[first.indexOf(Math.max(...first))] ?? 0;
    return best > 0 ? there / best : 0;
  };
  return Math.max(shareOfBest(strength, nearness), shareOfBest(nearness, strength));
}

function most<Item>(items: readonly Item[], value: (item: Item, at: number) => number): number {
  return Math.max(0, ...items.map(value));
}

const bounded = (value: number): number => Math.min(1, Math.max(0, value));
