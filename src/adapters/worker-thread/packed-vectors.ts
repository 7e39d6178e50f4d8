import type { SparseVector } from '../../core/find/sparse-vector.ts';

/** Vectors in three buffers, which cross between threads without being copied. Vector i stops before `ends[i]`. */
export type PackedVectors = {
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly ids: Int32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
};

export function packVectors(vectors: readonly SparseVector[]): PackedVectors {
  const total = vectors.reduce((sum, vector) => sum + vector.ids.length, 0);
  const ends = new Uint32Array(vectors.length);
  const ids = new Int32Array(total);
  const weights = new Float32Array(total);
  let end = 0;
  for (const [i, vector] of vectors.entries()) {
    ids.set(vector.ids, end);
    weights.set(vector.weights, end);
    end += vector.ids.length;
    ends[i] = end;
  }
  return { ends, ids, weights };
}

/** The vectors again, as views of the buffers. */
export function unpackVectors({ ends, ids, weights }: PackedVectors): SparseVector[] {
  return Array.from(ends, (end, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    return { ids: ids.subarray(start, end), weights: weights.subarray(start, end) };
  });
}
