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

/** The words among the terms, without those of a name. */
export function wordsBeside(name: SparseVector, { ids, weights }: SparseVector): SparseVector {
  const kept: number[] = [];
  let named = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    while (named < name.ids.length && (name.ids[named] ?? 0) < id) named++;
    if (isWord(id) && name.ids[named] !== id) kept.push(at);
  }
  return {
    ids: Int32Array.from(kept, (at) => ids[at] ?? 0),
    weights: Float32Array.from(kept, (at) => weights[at] ?? 0),
  };
}
