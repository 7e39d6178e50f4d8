import { UnusableFile } from './unusable-file.ts';

const valueBytes = 4;

/** The bytes of a typed array, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Reads int32 values, in the byte order of this machine. @throws UnusableFile when the bytes cannot be such */
export function integersOf(bytes: Uint8Array): Int32Array {
  const aligned = alignedTo(bytes);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / valueBytes);
}

/** Reads float32 values like `integersOf()`. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const aligned = alignedTo(bytes);
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / valueBytes);
}

/** Typed arrays start at multiples of their value's size; SQLite's bytes usually do. */
function alignedTo(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength % valueBytes !== 0) throw new UnusableFile('bytes of values');
  return bytes.byteOffset % valueBytes === 0 ? bytes : bytes.slice();
}
