import type { DatabaseSync } from 'node:sqlite';
import { floatsOf, integersOf } from './bytes.ts';
import { prepare } from './statement.ts';

/** Words of chunks that do not stand in postings yet, in memory. */
export type FreshWords = {
  /** Reads what came since; call it within the transaction that searches. */
  refresh(): void;
  /**
   * Gives the slots that hold the term, and its weight in each. A slot whose chunk is gone may be among them: it is
   * nobody's, so it is not visible.
   */
  find(term: number): { readonly places: readonly number[]; readonly weights: readonly number[] };
  /** Memory in bytes, about. */
  readonly bytes: () => number;
};

/** A map's entry with two typed arrays, without their values. */
const entryBytes = 300;

export function createFreshWords(database: DatabaseSync): FreshWords {
  const readMeta = prepare<[number, number]>(database, 'select merges, revision from meta');
  const readNew = prepare<[number, Uint8Array, Uint8Array]>(
    database,
    `select f.slot, w.terms, f.weights from fresh f join chunk_words w on w.slot = f.slot where f.revision > ?`,
  );
  const words = new Map<number, { readonly terms: Int32Array; readonly weights: Float32Array }>();
  let merges = 0;
  let bytes = 0;
  let revision = 0;
  return {
    refresh() {
      const [newestMerges, newestRevision] = readMeta.get() ?? [0, 0];
      if (newestRevision === revision) return;
      if (newestMerges !== merges) {
        words.clear();
        bytes = 0;
        revision = 0;
      }
      for (const [slot, terms, weights] of readNew.iterate(revision)) {
        words.set(slot, { terms: integersOf(terms), weights: floatsOf(weights) });
        bytes += entryBytes + terms.byteLength + weights.byteLength;
      }
      merges = newestMerges;
      revision = newestRevision;
    },
    find(term) {
      const places: number[] = [];
      const weights: number[] = [];
      for (const [slot, held] of words) {
        const at = indexOf(held.terms, term);
        if (at < 0) continue;
        places.push(slot);
        weights.push(held.weights[at] ?? 0);
      }
      return { places, weights };
    },
    bytes: () => bytes,
  };
}

/** Place of a value among ascending ones, -1 if it is not there. */
function indexOf(values: Int32Array, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = values[middle] ?? 0;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
