/**
 * Term ids with weights: the form in which words travel to every index store. Same length, ids ascending without
 * repetition. A term id is the signed 32-bit murmur3 hash (seed 0) of the UTF-8 term.
 */
export type SparseVector = { readonly ids: Int32Array; readonly weights: Float32Array };
