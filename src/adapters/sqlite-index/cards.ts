import type { SparseVector } from '../../core/find/sparse-vector.ts';
import { UnusableFile } from './unusable-file.ts';

const termBytes = Int32Array.BYTES_PER_ELEMENT + Float32Array.BYTES_PER_ELEMENT;

/** The form in which a card stands in its row: see `schema.ts`. */
export function cardBytes({ ids, weights }: SparseVector): Uint8Array {
  const bytes = new Uint8Array(ids.length * termBytes);
  new Int32Array(bytes.buffer, 0, ids.length).set(ids);
  new Float32Array(bytes.buffer, ids.byteLength, ids.length).set(weights);
  return bytes;
}

export function readCard(bytes: Uint8Array): SparseVector {
  const count = bytes.byteLength / termBytes;
  if (!Number.isInteger(count)) throw new UnusableFile('card of a document');
  const { buffer } = bytes.slice();
  const ids = new Int32Array(buffer, 0, count);
  return { ids, weights: new Float32Array(buffer, ids.byteLength, count) };
}

/** Which documents have a term in their card. */
export type CardIndex = {
  add(document: number, card: SparseVector): void;
  remove(document: number, card: SparseVector): void;
  readonly documentsNamed: (term: number) => ReadonlySet<number>;
  /** Memory in bytes, about. */
  readonly bytes: () => number;
};

/** A number in a set of V8, and its term and weight in the card. */
const entryBytes = 32 + termBytes;
const nobody: ReadonlySet<number> = new Set();

export function createCardIndex(): CardIndex {
  const byTerm = new Map<number, Set<number>>();
  let entries = 0;
  return {
    add(document, { ids }) {
      for (const term of ids) {
        const named = byTerm.get(term);
        if (named) named.add(document);
        else byTerm.set(term, new Set([document]));
      }
      entries += ids.length;
    },
    remove(document, { ids }) {
      for (const term of ids) {
        const named = byTerm.get(term);
        named?.delete(document);
        if (named?.size === 0) byTerm.delete(term);
      }
      entries -= ids.length;
    },
    documentsNamed: (term) => byTerm.get(term) ?? nobody,
    bytes: () => entries * entryBytes,
  };
}
