import { createDotProducts, valuesAtOnce } from './dot-products.ts';

const pageBytes = 65_536;
/** Rows worked on in one call. */
const batchRows = 1_024;
/** The largest value of a byte, which the largest component of each vector becomes. */
const largest = 127;
/** Below it a step would be too small for a float. */
const leastLength = 1e-30;
/** Rows that there is room for at first: most organisations have few, and hundreds are open. */
const firstRows = 64;

/** Vectors of one generation by slot, in memory, each component as one byte: near enough to tell which to compare exactly. */
export type VectorMatrix = {
  set(slot: number, vector: Float32Array): void;
  clear(slot: number): void;
  /**
   * Compares with the vectors of all slots that bear the mark. Their dot products, within about a hundredth of the lengths multiplied, are
   * offered as long as they reach the floor that the offer before gave, the first one in any case. All are counted and added up.
   */
  scan(
    query: Float32Array,
    marks: Uint8Array,
    mark: number,
    offer: (slot: number, dot: number) => number,
  ): { readonly compared: number; readonly sum: number; readonly sumOfSquares: number };
  readonly bytes: () => number;
};

export function createVectorMatrix(dimension: number): VectorMatrix {
  const { memory, dots } = createDotProducts();
  const rowBytes = Math.ceil(dimension / valuesAtOnce) * valuesAtOnce;
  // The query comes first, as bytes and widened, then the results of a batch, then the rows.
  const wideAt = rowBytes;
  const sumsAt = wideAt + rowBytes * Int16Array.BYTES_PER_ELEMENT;
  const rowsAt = sumsAt + batchRows * Int32Array.BYTES_PER_ELEMENT;
  /** By slot: what one step of a byte stands for; 0 where there is no vector. */
  let steps = new Float32Array(0);
  let bytes = new Int8Array(memory.buffer);
  let sums = new Int32Array(memory.buffer, 0, 0);

  function reserve(slots: number): void {
    const missing = rowsAt + slots * rowBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    // A grown memory has a new buffer.
    bytes = new Int8Array(memory.buffer);
    sums = new Int32Array(memory.buffer, sumsAt, batchRows);
    const known = steps;
    steps = new Float32Array(slots);
    steps.set(known);
  }

  /**
   * Writes a vector as bytes, and gives what one step of them stands for. All vectors of an organisation go through here before its
   * first search is answered: with `for … of`, a division and `Math.round` that takes four times as long.
   */
  function write(vector: Float32Array, at: number): number {
    let most = 0;
    for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i] ?? 0));
    // A vector without length, or hardly any, is compared as well, and is as near to all.
    const step = most < leastLength ? 1 : most / largest;
    const inverse = 1 / step;
    // Rounded: the whole part of what is above zero is below it.
    for (let i = 0; i < vector.length; i++)
      bytes[at + i] = (((vector[i] ?? 0) * inverse + largest + 0.5) | 0) - largest;
    return step;
  }

  reserve(firstRows);
  return {
    set(slot, vector) {
      if (slot >= steps.length) reserve(Math.max(slot + 1, Math.ceil(steps.length * 1.25)));
      steps[slot] = write(vector, rowsAt + slot * rowBytes);
    },
    clear(slot) {
      if (slot < steps.length) steps[slot] = 0;
    },
    scan(query, marks, mark, offer) {
      const queryStep = write(query, 0);
      new Int16Array(memory.buffer, wideAt, rowBytes).set(bytes.subarray(0, rowBytes));
      const isWanted = (slot: number) => marks[slot] === mark && steps[slot] !== 0;
      const end = Math.min(steps.length, marks.length);
      let floor = Number.NEGATIVE_INFINITY;
      let compared = 0;
      let sum = 0;
      let sumOfSquares = 0;
      let slot = 0;
      while (slot < end) {
        if (!isWanted(slot)) {
          slot += 1;
          continue;
        }
        const first = slot;
        const last = Math.min(end, first + batchRows);
        while (slot < last && isWanted(slot)) slot += 1;
        dots(rowsAt + first * rowBytes, wideAt, sumsAt, slot - first, rowBytes);
        compared += slot - first;
        // One loop for all that is done with each: it takes as long as multiplying does.
        for (let at = first; at < slot; at++) {
          const dot = (sums[at - first] ?? 0) * (steps[at] ?? 0) * queryStep;
          sum += dot;
          sumOfSquares += dot * dot;
          if (dot >= floor) floor = offer(at, dot);
        }
      }
      return { compared, sum, sumOfSquares };
    },
    bytes: () => memory.buffer.byteLength + steps.byteLength,
  };
}
