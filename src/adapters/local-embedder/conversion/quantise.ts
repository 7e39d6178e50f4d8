import { bytesOf } from './onnx.ts';
import type { Bytes } from './protobuf.ts';

/** A matrix that is read a few rows at a time. */
export type Matrix = {
  readonly rows: number;
  readonly columns: number;
  /** Rows `from` to `to` (excluded), row-major. */
  read(from: number, to: number): Float32Array;
};

/** One scale for each row; row × scale gives the values back, to half a scale. */
export type Quantised = { readonly data: Bytes; readonly scales: Float32Array };

const rowsAtOnce = 2_048;

/**
 * Symmetric quantisation by row, to whole numbers from −`most` to `most`. Data is made while it is written, and laid out
 * as the matrix or, with `transposed`, as its transpose.
 */
export function quantiseRows(
  matrix: Matrix,
  most: number,
  layout: 'as-is' | 'transposed' = 'as-is',
): Quantised {
  const { rows, columns } = matrix;
  const scales = new Float32Array(rows);
  for (const { from, values } of partsOf(matrix))
    for (let row = 0; row * columns < values.length; row += 1)
      scales[from + row] = (largestOf(values, row * columns, columns) || 1) / most;

  function* pieces(): Iterable<Uint8Array> {
    const whole = layout === 'transposed' ? new Int8Array(rows * columns) : null;
    for (const { from, values } of partsOf(matrix)) {
      const part = whole ?? new Int8Array(values.length);
      for (let i = 0; i < values.length; i += 1) {
        const row = from + Math.floor(i / columns);
        const at = whole ? (i % columns) * rows + row : i;
        part[at] = Math.round((values[i] ?? 0) / (scales[row] ?? 1));
      }
      if (!whole) yield bytesOf(part);
    }
    if (whole) yield bytesOf(whole);
  }

  return { data: { byteLength: rows * columns, pieces }, scales };
}

function* partsOf({ rows, read }: Matrix): Iterable<{ from: number; values: Float32Array }> {
  for (let from = 0; from < rows; from += rowsAtOnce)
    yield { from, values: read(from, Math.min(rows, from + rowsAtOnce)) };
}

function largestOf(values: Float32Array, start: number, length: number): number {
  let largest = 0;
  for (let i = start; i < start + length; i += 1) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  return largest;
}
