import type { DatabaseSync } from 'node:sqlite';
import { floatsOf, integersOf } from './bytes.ts';
import { prepare } from './statement.ts';

/** Slots that hold a term, and its weight in each. */
export type FreshEntries = { readonly places: readonly number[]; readonly weights: readonly number[] };

/** Words of chunks that do not stand in postings yet, in memory. */
export type FreshWords = {
  /** Reads what came since; call it within the transaction that searches. */
  refresh(): void;
  /**
   * Gives the slots that hold the term, and its weight in each. A slot whose chunk is gone may be among them: it is
   * nobody's, so it is not visible.
   */
  find(term: number): FreshEntries;
  /** Memory in bytes, about. */
  readonly bytes: () => number;
};

/** About what a chunk takes beside its terms, and each of its terms: two numbers, and a share of the maps. */
const chunkBytes = 300;
const termBytes = 48;

type Entries = { readonly places: number[]; readonly weights: number[] };
const nothing: Entries = { places: [], weights: [] };

export function createFreshWords(database: DatabaseSync): FreshWords {
  const readMeta = prepare<[number, number]>(database, 'select merges, revision from meta');
  const readNew = prepare<[number, Uint8Array, Uint8Array]>(
    database,
    `select f.slot, w.terms, w.weights from fresh f join chunk_words w on w.slot = f.slot where f.revision > ?`,
  );
  const termsOf = new Map<number, Int32Array>();
  const entriesOf = new Map<number, Entries>();
  let merges = 0;
  let bytes = 0;
  let revision = 0;

  function add(slot: number, terms: Int32Array, weights: Float32Array): void {
    termsOf.set(slot, terms);
    for (const [at, term] of terms.entries()) {
      const entries = entriesOf.get(term) ?? { places: [], weights: [] };
      entries.places.push(slot);
      entries.weights.push(weights[at] ?? 0);
      entriesOf.set(term, entries);
    }
    bytes += chunkBytes + terms.length * termBytes;
  }

  /** Of a slot that was given again, or whose words are others now. */
  function remove(slot: number): void {
    const terms = termsOf.get(slot);
    if (terms === undefined) return;
    for (const term of terms) {
      const { places, weights } = entriesOf.get(term) ?? nothing;
      const at = places.indexOf(slot);
      places.splice(at, 1);
      weights.splice(at, 1);
    }
    termsOf.delete(slot);
    bytes -= chunkBytes + terms.length * termBytes;
  }

  return {
    refresh() {
      const [newestMerges, newestRevision] = readMeta.get() ?? [0, 0];
      if (newestRevision === revision) return;
      if (newestMerges !== merges) {
        termsOf.clear();
        entriesOf.clear();
        bytes = 0;
        revision = 0;
      }
      for (const [slot, terms, weights] of readNew.iterate(revision)) {
        remove(slot);
        add(slot, integersOf(terms), floatsOf(weights));
      }
      merges = newestMerges;
      revision = newestRevision;
    },
    find: (term) => entriesOf.get(term) ?? nothing,
    bytes: () => bytes,
  };
}
