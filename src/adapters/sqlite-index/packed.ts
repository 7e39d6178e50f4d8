import type { IndexedChunk } from '../../ports/search-index.ts';

/** Chunks in few buffers, which cross to a worker thread without being copied. Words of chunk i end at `ends[i]`. */
export type PackedChunks = {
  readonly ids: readonly string[];
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly terms: Int32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
};

/** Of chunks with the same id, the last one counts. */
export function packChunks(chunks: readonly IndexedChunk[]): PackedChunks {
  const distinct = [...new Map(chunks.map((chunk) => [chunk.id, chunk.words])).entries()];
  const total = distinct.reduce((sum, [, words]) => sum + words.ids.length, 0);
  const terms = new Int32Array(total);
  const weights = new Float32Array(total);
  const ends = new Uint32Array(distinct.length);
  let end = 0;
  for (const [i, [, words]] of distinct.entries()) {
    terms.set(words.ids, end);
    weights.set(words.weights.subarray(0, words.ids.length), end);
    end += words.ids.length;
    ends[i] = end;
  }
  return { ids: distinct.map(([id]) => id), ends, terms, weights };
}

/** One chunk of the packed ones; terms and weights are views. */
export type UnpackedChunk = {
  readonly id: string;
  readonly terms: Int32Array;
  readonly weights: Float32Array;
};

export function unpackChunks({ ids, ends, terms, weights }: PackedChunks): UnpackedChunk[] {
  return ids.map((id, i) => {
    const from = i === 0 ? 0 : ends[i - 1];
    return { id, terms: terms.subarray(from, ends[i]), weights: weights.subarray(from, ends[i]) };
  });
}
