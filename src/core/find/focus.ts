import { tunables } from '../../../config/tunables.ts';
import type { DocumentHit, WordHits } from '../../ports/search-index.ts';
import { hasChosenDocuments, type Scope } from '../scope.ts';
import { idfOfTerm } from './idf.ts';
import type { SparseVector } from './sparse-vector.ts';

/** A few documents to look into by themselves. */
export type Focus = {
  readonly scope: Scope;
  /** The question without the words that name the documents. */
  readonly query: SparseVector;
  /** How much each of the documents is meant (0–1); empty where the caller chose them. */
  readonly nearness: ReadonlyMap<string, number>;
  /** True for a document in focus that has enough to say for several passages. */
  readonly isLong: (document: string) => boolean;
};

/** Where is searched, and how many documents the caller may read there. */
export type Searched = { readonly scope: Scope; readonly documents: number };

/**
 * True when the caller chose few documents. Of a folder with many, words that some of its documents teach lead away from the
 * one that answers, as they do in a whole space.
 */
export function choosesFew({ scope, documents }: Searched): boolean {
  return hasChosenDocuments(scope) && documents <= tunables.find.focus.mostChosen;
}

/**
 * Decides whether to look into a few documents by themselves: those that the caller chose, or those that the question names
 * while it asks for something more. `null`: the question is about everything in scope.
 */
export function chooseFocus(
  query: SparseVector,
  { scope, documents }: Searched,
  named: readonly DocumentHit[],
  words: WordHits,
): Focus | null {
  if (choosesFew({ scope, documents }))
    return {
      scope,
      query,
      nearness: new Map(),
      isLong: (document) => scope.documents?.includes(document) ?? false,
    };
  const { least, leastNamed, leastAsked, leastRest, leastChunks, most, longDocument } = tunables.find.focus;
  const [best] = named;
  if (!best || best.named < leastNamed) return null;
  const naming = new Set(best.terms);
  const rest = restOf(query, naming, words);
  if (rest < leastRest) return null;
  // A name that more documents share tells nothing: which of them are looked into would be chance.
  if ((named[most]?.score ?? 0) === best.score) return null;
  const near = named.slice(0, most).filter(({ score }) => score >= least * best.score);
  const chunks = near.reduce((sum, hit) => sum + hit.chunks, 0);
  if (chunks < leastChunks * near.length) return null;
  // « service » of a « note de service » names nothing, where hardly anything of the question is in it.
  const areLong = chunks >= longDocument * near.length;
  if (1 - rest < (areLong ? leastAsked.long : leastAsked.usual)) return null;
  const long = new Set(near.filter((hit) => hit.chunks >= longDocument).map(({ documentId }) => documentId));
  return {
    scope: { ...scope, documents: near.map(({ documentId }) => documentId) },
    query: without(query, naming),
    isLong: (document) => long.has(document),
    nearness: new Map(near.map(({ documentId, score }) => [documentId, score / best.score])),
  };
}

function without({ ids, weights }: SparseVector, terms: ReadonlySet<number>): SparseVector {
  const kept = [...ids.keys()].filter((at) => !terms.has(ids[at] ?? 0));
  return {
    ids: Int32Array.from(kept, (at) => ids[at] ?? 0),
    weights: Float32Array.from(kept, (at) => weights[at] ?? 0),
  };
}

/** Share of the question's IDF mass that is not in the name. */
function restOf({ ids, weights }: SparseVector, naming: ReadonlySet<number>, words: WordHits): number {
  let all = 0;
  let rest = 0;
  for (const [at, term] of ids.entries()) {
    const mass = (weights[at] ?? 0) * idfOfTerm(term, words);
    all += mass;
    if (!naming.has(term)) rest += mass;
  }
  return all > 0 ? rest / all : 0;
}
