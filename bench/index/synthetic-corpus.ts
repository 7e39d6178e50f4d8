import type { SparseVector } from '../../src/core/find/sparse-vector.ts';
import type { IndexedChunk, IndexedDocument } from '../../src/ports/search-index.ts';

const vocabulary = 60_000;
const wordsPerChunk = 160;
const chunksPerDocument = 10;

/** Random numbers that every run repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Id of the word of this rank: spread over all 32 bits, as hashes are. */
const termOf = (rank: number) => Math.imul(rank + 1, 0x9e3779b1) | 0;

/** A document of ten chunks whose words follow Zipf's law; the commonest of them stand in a third of all chunks. */
export function syntheticDocument(
  number: number,
  random: () => number,
): { document: IndexedDocument; chunks: IndexedChunk[] } {
  const id = uuid(number, 0);
  return {
    document: {
      org: 'bench',
      id,
      version: 1,
      accessClass: number % 10,
      space: `s${number % 4}`,
      path: `d${number % 50}/${id}.pdf`,
      card: syntheticCard(random),
    },
    chunks: Array.from({ length: chunksPerDocument }, (_, i) => ({
      id: uuid(number, i + 1),
      words: syntheticWords(random),
    })),
  };
}

/** A name of six words, as common among names as they are in texts. */
function syntheticCard(random: () => number): SparseVector {
  return sparse(new Map(Array.from({ length: 6 }, () => [termOf(zipfRank(random)), 1])));
}

export function syntheticWords(random: () => number): SparseVector {
  const weights = new Map<number, number>();
  for (let i = 0; i < wordsPerChunk; i++) weights.set(termOf(zipfRank(random)), 0.5 + random());
  return sparse(weights);
}

/** A question of eight words among the 150 commonest. */
export function syntheticQuery(random: () => number): SparseVector {
  const weights = new Map<number, number>();
  while (weights.size < 8) weights.set(termOf(Math.floor(random() * 150)), 1);
  return sparse(weights);
}

export function syntheticVector(dimension: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => random() - 0.5);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** Vectors that lie in clusters, as those of texts do: three fifths of a direction are the cluster's. */
export function clusteredVectors(dimension: number, seed: number): () => Float32Array {
  const random = seededRandom(seed);
  const ofCentres = seededRandom(1);
  const centres = Array.from({ length: 400 }, () => syntheticVector(dimension, ofCentres));
  return () => {
    const centre = centres[Math.floor(random() * centres.length)] ?? new Float32Array(dimension);
    const noise = syntheticVector(dimension, random);
    const mixed = centre.map((value, i) => 0.6 * value + 0.8 * (noise[i] ?? 0));
    const norm = Math.hypot(...mixed);
    return mixed.map((value) => value / norm);
  };
}

/** Rank r with probability about 1 / (r + 20): the head is flat, because stop words are gone. */
function zipfRank(random: () => number): number {
  const offset = 20;
  return Math.min(vocabulary - 1, Math.floor(offset * ((vocabulary + offset) / offset) ** random() - offset));
}

function sparse(weights: ReadonlyMap<number, number>): SparseVector {
  const ids = Int32Array.from(weights.keys()).sort();
  return { ids, weights: Float32Array.from(ids, (id) => weights.get(id) ?? 0) };
}

function uuid(document: number, part: number): string {
  const head = (Math.imul(document * 16 + part, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${head}-0000-8000-8000-${(document * 16 + part).toString(16).padStart(12, '0')}`;
}
