import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the files of a segment are for, by how their paths begin; the first that fits. */
const kinds = [
  ['quantised', /quantized/],
  ['vectors', /^vector_storage-g/],
  ['graph', /^vector_index-g/],
  ['wordsAsSent', /^vector_storage-/],
  ['words', /^vector_index-/],
  ['payloadIndexes', /^payload_index/],
  ['payload', /^payload_storage/],
  ['ids', /^/],
] as const;

/** Bytes that a folder takes on the disk. */
export function weighFolder(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((found) => found.isFile())
    .reduce((sum, { blocks }) => sum + blocks * 512, 0);
}

export type SegmentKind = (typeof kinds)[number][0];

/** Bytes on the disk of one segment of Qdrant, by what they are for. */
export function weighSegment(folder: string): Record<SegmentKind, number> {
  const weighed = Object.fromEntries(kinds.map(([kind]) => [kind, 0])) as Record<SegmentKind, number>;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const found = statSync(join(folder, name));
    const kind = kinds.find(([, path]) => path.test(name))?.[0];
    if (found.isFile() && kind) weighed[kind] += found.blocks * 512;
  }
  return weighed;
}

/**
 * The heaviest segment in a folder of the engine: the one that its indexes were built in. What it took the place of lies beside it
 * until the end, and the log of changes is never shortened; a server removes the one and shortens the other.
 */
export function builtSegment(folder: string): string {
  const segments = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /segments\/[^/]+$/.test(name))
    .map((name) => join(folder, name));
  const heaviest = segments.toSorted((a, b) => weighFolder(b) - weighFolder(a))[0];
  if (heaviest === undefined) throw new Error(`${folder}: no segment`);
  return heaviest;
}
