import { UnusableFile } from './unusable-file.ts';

/**
 * Entries of one term in one block of slots: n weights (float32), then n places within the block (uint16, ascending),
 * in the byte order of this machine.
 */
export type Entries = { readonly weights: Float32Array; readonly places: Uint16Array };

const entryBytes = Float32Array.BYTES_PER_ELEMENT + Uint16Array.BYTES_PER_ELEMENT;

/** Reads entries without copying them; bytes that cannot be entries throw `UnusableFile`. */
export function readEntries(bytes: Uint8Array): Entries {
  const count = bytes.byteLength / entryBytes;
  if (!Number.isInteger(count)) throw new UnusableFile('entries of a term');
  const aligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  const weights = new Float32Array(aligned.buffer, aligned.byteOffset, count);
  return { weights, places: new Uint16Array(aligned.buffer, aligned.byteOffset + weights.byteLength, count) };
}

/** What to do to the entries of one term in one block, in order; a weight of `null` takes the place out. */
export type EntryEdits = { readonly places: number[]; readonly weights: (number | null)[] };

/** Gives the bytes with the edits applied, or `null` when nothing is left. */
export function editEntries(before: Uint8Array | undefined, edits: EntryEdits): Uint8Array | null {
  const held = before ? readEntries(before) : { weights: new Float32Array(0), places: new Uint16Array(0) };
  return appended(held, edits) ?? merged(held, edits);
}

/** The common case: new chunks lie behind all others of their block. */
function appended(held: Entries, { places, weights }: EntryEdits): Uint8Array | null {
  let last = held.places.at(-1) ?? -1;
  for (const [i, place] of places.entries()) {
    if (place <= last || weights[i] === null) return null;
    last = place;
  }
  const after = empty(held.places.length + places.length);
  after.weights.set(held.weights);
  after.weights.set(weights as number[], held.weights.length);
  after.places.set(held.places);
  after.places.set(places, held.places.length);
  return after.bytes;
}

/** Copies the stretches between edited places whole: there are few edits among many entries. */
function merged(held: Entries, edits: EntryEdits): Uint8Array | null {
  const last = new Map(edits.places.map((place, i) => [place, edits.weights[i] ?? null]));
  const places = Uint16Array.from(last.keys()).sort();
  const after = empty(held.places.length + places.length);
  let from = 0;
  let count = 0;
  const copyUntil = (end: number): void => {
    after.places.set(held.places.subarray(from, end), count);
    after.weights.set(held.weights.subarray(from, end), count);
    count += end - from;
    from = end;
  };
  for (const place of places) {
    copyUntil(firstAtLeast(held.places, place, from));
    if (held.places[from] === place) from += 1;
    const weight = last.get(place) ?? null;
    if (weight === null) continue;
    after.places[count] = place;
    after.weights[count] = weight;
    count += 1;
  }
  copyUntil(held.places.length);
  return count === 0 ? null : joined(after, count);
}

/** Index of the first of the ascending values, not before `from`, that is at least `wanted`. */
function firstAtLeast(values: Uint16Array, wanted: number, from: number): number {
  let low = from;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function joined({ weights, places }: Entries, count: number): Uint8Array {
  const exact = empty(count);
  exact.weights.set(weights.subarray(0, count));
  exact.places.set(places.subarray(0, count));
  return exact.bytes;
}

function empty(count: number): Entries & { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(count * entryBytes);
  return { bytes, ...readEntries(bytes) };
}
