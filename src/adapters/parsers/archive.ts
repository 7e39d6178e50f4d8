import { isUtf8 } from 'node:buffer';
import { Inflate } from 'fflate';
import iconv from 'iconv-lite';
import { tunables } from '../../../config/tunables.ts';
import { Refusal } from './refusal.ts';

type Limits = Readonly<{
  archiveEntries: number;
  inflatedBytes: number;
  inflationRatio: number;
  inflationRatioFromBytes: number;
}>;

type Entry = Readonly<{
  name: string;
  encrypted: boolean;
  method: number;
  start: number;
  compressedBytes: number;
  declaredBytes: number;
}>;

/** A member of an archive; its size is only what the archive says. */
export type ArchiveMember = Pick<Entry, 'name' | 'encrypted' | 'declaredBytes'> & {
  /**
   * The bytes of the member, or `null` when they are more than `maxBytes`. They count towards the caps either way.
   * Throws `Refusal`: `inflates-too-much` above a cap, `damaged` when they cannot be inflated.
   */
  readonly inflate: (maxBytes: number) => Uint8Array | null;
};

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const directoryEntryBytes = 46;
const localHeaderBytes = 30;
const sliceBytes = 64 * 1024;

/**
 * Reads a zip file under caps that hold on bytes actually inflated, never on declared sizes. Every entry is inflated and
 * counted (in small pieces that are thrown away), only those that `keep` accepts are returned, by name.
 * Throws `Refusal`: `inflates-too-much` above a cap, `encrypted` for a locked entry, `damaged` for anything inconsistent.
 */
export function readArchive(
  bytes: Uint8Array,
  keep: (name: string) => boolean,
  limits: Limits = tunables.parsing,
): Map<string, Uint8Array> {
  const entries = directoryOf(bytes, limits.archiveEntries);
  const kept = new Map<string, Uint8Array>();
  const count = counterOf(bytes, limits);
  for (const entry of entries) {
    const wanted = keep(entry.name);
    const pieces: Uint8Array[] = [];
    for (const piece of piecesOf(bytes, entry, count)) if (wanted) pieces.push(piece);
    if (wanted) kept.set(entry.name, Buffer.concat(pieces));
  }
  return kept;
}

/**
 * The members of a zip file, to be inflated one by one under the caps of `readArchive`, which hold over all of them.
 * Throws `Refusal` when there is no sound directory.
 */
export function archiveMembers(bytes: Uint8Array, limits: Limits = tunables.parsing): ArchiveMember[] {
  const count = counterOf(bytes, limits);
  return directoryOf(bytes, limits.archiveEntries).map((entry) => ({
    name: entry.name,
    encrypted: entry.encrypted,
    declaredBytes: entry.declaredBytes,
    inflate: (maxBytes) => inflateUpTo(bytes, entry, count, maxBytes),
  }));
}

/**
 * For parts that are too large to be kept: a function that inflates one entry in pieces of text (UTF-8), each time anew,
 * and gives none for a name that is not there. The caps are those of `readArchive`, for each entry by itself: run that
 * first, it counts them together.
 */
export function archiveTexts(
  bytes: Uint8Array,
  limits: Limits = tunables.parsing,
): (name: string) => Generator<string, void, undefined> {
  const entries = new Map(directoryOf(bytes, limits.archiveEntries).map((entry) => [entry.name, entry]));
  return function* textOf(name) {
    const entry = entries.get(name);
    if (entry === undefined) return;
    const decoder = new TextDecoder();
    for (const piece of piecesOf(bytes, entry, counterOf(bytes, limits))) {
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
  };
}

/** Names of the entries of a zip file, in the order of its directory. Throws `Refusal` when there is no sound directory. */
export function archiveNames(
  bytes: Uint8Array,
  maxEntries: number = tunables.parsing.archiveEntries,
): string[] {
  return directoryOf(bytes, maxEntries).map((entry) => entry.name);
}

// Counts inflated bytes and throws when they are too many, in all or for the size of the archive.
function counterOf(bytes: Uint8Array, limits: Limits): (inflated: number) => void {
  let total = 0;
  return (inflated) => {
    total += inflated;
    if (total > limits.inflatedBytes) throw new Refusal('failed', 'inflates-too-much', 'total size');
    if (total > limits.inflationRatioFromBytes && total > limits.inflationRatio * bytes.length) {
      throw new Refusal('failed', 'inflates-too-much', 'ratio');
    }
  };
}

/** `null` for a member that is larger than wanted. */
function inflateUpTo(
  bytes: Uint8Array,
  entry: Entry,
  count: (inflated: number) => void,
  maxBytes: number,
): Uint8Array | null {
  const pieces: Uint8Array[] = [];
  let own = 0;
  for (const piece of piecesOf(bytes, entry, count)) {
    own += piece.length;
    if (own > maxBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function* piecesOf(
  bytes: Uint8Array,
  entry: Entry,
  count: (inflated: number) => void,
): Generator<Uint8Array, void, undefined> {
  if (entry.encrypted) throw new Refusal('skipped', 'encrypted');
  const data = bytes.subarray(entry.start, entry.start + entry.compressedBytes);
  if (entry.method === 0) {
    count(data.length);
    yield data;
    return;
  }
  if (entry.method !== 8) throw new Refusal('failed', 'damaged', 'compression method');
  let inflated: Uint8Array[] = [];
  const inflate = new Inflate((piece) => {
    count(piece.length);
    inflated.push(piece);
  });
  for (let at = 0; at < data.length; at += sliceBytes) {
    try {
      inflate.push(data.subarray(at, at + sliceBytes), at + sliceBytes >= data.length);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('failed', 'damaged', 'deflate stream');
    }
    yield* inflated;
    inflated = [];
  }
}

function directoryOf(bytes: Uint8Array, maxEntries: number): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const declaredEntries = view.getUint16(end + 10, true);
  const directoryBytes = view.getUint32(end + 12, true);
  const declaredOffset = view.getUint32(end + 16, true);
  // Zip64 is for archives above 4 GB or 65,535 entries, both far above the caps.
  if (declaredEntries === 0xffff || declaredOffset === 0xffffffff) {
    throw new Refusal('failed', 'inflates-too-much', 'zip64');
  }
  if (declaredEntries > maxEntries) throw new Refusal('failed', 'inflates-too-much', 'entries');
  const directoryStart = end - directoryBytes;
  // Bytes in front of the archive shift every offset by the same amount.
  const shift = directoryStart - declaredOffset;
  if (directoryStart < 0 || shift < 0) throw new Refusal('failed', 'damaged', 'zip directory');

  const entries: Entry[] = [];
  for (let at = directoryStart; at + directoryEntryBytes <= end; ) {
    if (view.getUint32(at, true) !== directorySignature) break;
    if (entries.length >= maxEntries) throw new Refusal('failed', 'inflates-too-much', 'entries');
    const nameBytes = view.getUint16(at + 28, true);
    const nameStart = at + directoryEntryBytes;
    entries.push({
      name: decodeName(bytes.subarray(nameStart, nameStart + nameBytes)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      compressedBytes: view.getUint32(at + 20, true),
      declaredBytes: view.getUint32(at + 24, true),
      start: dataStart(view, view.getUint32(at + 42, true) + shift),
    });
    at = nameStart + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (entries.length !== declaredEntries) throw new Refusal('failed', 'damaged', 'zip entries');
  return entries;
}

// Names are UTF-8 nowadays, flagged or not. Windows wrote them in the code page of DOS: in Western Europe 850, which has
// the letters of the older 437 in the same places.
function decodeName(bytes: Uint8Array): string {
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : iconv.decode(Buffer.from(bytes), 'cp850');
}

function dataStart(view: DataView, header: number): number {
  if (header + localHeaderBytes > view.byteLength || view.getUint32(header, true) !== localSignature) {
    throw new Refusal('failed', 'damaged', 'zip local header');
  }
  return header + localHeaderBytes + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
}

function endOfDirectory(view: DataView): number {
  const last = Math.max(0, view.byteLength - endBytes - 0xffff);
  for (let at = view.byteLength - endBytes; at >= last; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw new Refusal('failed', 'damaged', 'no zip directory');
}
