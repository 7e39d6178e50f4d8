import type { SparseVector } from '../../../src/core/find/sparse-vector.ts';
import type { IndexedChunk, IndexedDocument } from '../../../src/ports/search-index.ts';

/** A document as the index sees it: `aDocument({ id: 'd2', space: 'rh' })`. */
export function aDocument(given: Partial<IndexedDocument> = {}): IndexedDocument {
  return {
    org: 'bellerive',
    id: 'd1',
    version: 1,
    accessClass: 1,
    space: 'mairie',
    path: 'actes/2026/deliberation.pdf',
    card: words({}),
    ...given,
  };
}

/** Words by term id: `words({ 7: 1.5 })`. */
export function words(weights: Readonly<Record<number, number>>): SparseVector {
  const ids = Int32Array.from(Object.keys(weights), Number).sort();
  return { ids, weights: Float32Array.from(ids, (id) => weights[id] ?? 0) };
}

/** Chunks with their words: `chunks({ c1: { 7: 1 }, c2: { 8: 0.5 } })`. */
export function chunks(given: Readonly<Record<string, Readonly<Record<number, number>>>>): IndexedChunk[] {
  return Object.entries(given).map(([id, weights]) => ({ id, words: words(weights) }));
}

/** A vector of length 1. */
export function unit(...values: number[]): Float32Array {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
}
