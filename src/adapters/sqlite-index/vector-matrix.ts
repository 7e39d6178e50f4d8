import { createDotProducts } from './dot-products.ts';

const laneValues = 4;
const pageBytes = 65_536;
/** Rows worked on in one call. */
const batchRows = 1_024;

/** Vectors of one generation by slot, in memory. */
export type VectorMatrix = {
  readonly dimension: number;
  set(slot: number, vector: Float32Array): void;
  clear(slot: number): void;
  /**
   * Gives the dot products with the vectors of all slots that bear the mark, in runs of slots that follow each other;
   * `dots` is overwritten by the next run.
   */
  scan(
    query: Float32Array,
    marks: Uint8Array,
    mark: number,
    give: (firstSlot: number, dots: Float32Array) => void,
  ): void;
  readonly bytes: () => number;
};

export function createVectorMatrix(dimension: number): VectorMatrix {
  const { memory, dots } = createDotProducts();
  const rowValues = Math.ceil(dimension / laneValues) * laneValues;
  const rowBytes = rowValues * Float32Array.BYTES_PER_ELEMENT;
  // The query comes first, then the results of a batch, then the rows.
  const resultsAt = rowBytes;
  const rowsAt = resultsAt + batchRows * Float32Array.BYTES_PER_ELEMENT;
  let isHeld = new Uint8Array(0);
  let values = new Float32Array(memory.buffer);

  function reserve(slots: number): void {
    const missing = rowsAt + slots * rowBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    // A grown memory has a new buffer.
    values = new Float32Array(memory.buffer);
    const held = new Uint8Array(slots);
    held.set(isHeld);
    isHeld = held;
  }

  const valueAt = (address: number) => address / Float32Array.BYTES_PER_ELEMENT;
  const rowAt = (slot: number) => rowsAt + slot * rowBytes;

  reserve(batchRows);
  return {
    dimension,
    set(slot, vector) {
      if (slot >= isHeld.length) reserve(Math.max(slot + 1, Math.ceil(isHeld.length * 1.25)));
      values.set(vector, valueAt(rowAt(slot)));
      isHeld[slot] = 1;
    },
    clear(slot) {
      if (slot < isHeld.length) isHeld[slot] = 0;
    },
    scan(query, marks, mark, give) {
      values.fill(0, 0, rowValues).set(query);
      const end = Math.min(isHeld.length, marks.length);
      let slot = 0;
      while (slot < end) {
        if (marks[slot] !== mark || isHeld[slot] !== 1) {
          slot += 1;
          continue;
        }
        const first = slot;
        const last = Math.min(end, first + batchRows);
        while (slot < last && marks[slot] === mark && isHeld[slot] === 1) slot += 1;
        dots(rowAt(first), 0, resultsAt, slot - first, rowBytes);
        const results = valueAt(resultsAt);
        give(first, values.subarray(results, results + slot - first));
      }
    },
    bytes: () => memory.buffer.byteLength + isHeld.byteLength,
  };
}
