/**
 * Term ids with weights: the form in which words travel to every index store. Same length, ids ascending without
 * repetition. A term id is the signed 32-bit murmur3 hash (seed 0) of the UTF-8 term, its lowest bit set apart for
 * `isWord()`.
 */
export type SparseVector = { readonly ids: Int32Array; readonly weights: Float32Array };

/** False for the term id of what is no word of a text and only helps to find it: names and beginnings of words. */
export function isWord(termId: number): boolean {
  return (termId & 1) === 0;
}

/** The words among the terms. */
export function wordsAmong({ ids, weights }: SparseVector): SparseVector {
  return { ids: ids.filter(isWord), weights: weights.filter((_, at) => isWord(ids[at] ?? 0)) };
}
