import type { DocumentKey } from '../../core/document.ts';
import { uuidFrom } from '../../core/document-id.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { IndexedDocument } from '../../ports/search-index.ts';
import type { RarityBy } from './server-version.ts';

/** What every point says of its document, to be filtered by. */
export type Placed = {
  readonly org: string;
  readonly document: string;
  readonly access: number;
  readonly space: string;
  /** The path, and each folder that it lies in. */
  readonly folders: readonly string[];
  /** Its terms, where we count in how many points each stands. */
  readonly terms?: readonly number[];
};

export type ChunkPayload = Placed & {
  readonly chunk: string;
  /** Version of the document that was written last. */
  readonly version: number;
  /** Digest of its words: the same words are not written twice. */
  readonly digest: string;
  /** One of `lots` numbers, by chance: those of a few lots are a sample. */
  readonly lot: number;
};

export type DocumentPayload = Placed & {
  readonly path: string;
  readonly version: number;
  /** Number of its chunks. */
  readonly chunks: number;
  /** False from the begin of a replacement to its end, so that one that broke off is known. */
  readonly isWhole: boolean;
};

export const lots = 65_536;

/** The same chunk of the same document is the same point, whoever writes it, and no organisation can name one of another. */
export function chunkPoint({ org, id }: DocumentKey, chunkId: string): string {
  return uuidFrom('chunk', org, id, chunkId);
}

export function documentPoint({ org, id }: DocumentKey): string {
  return uuidFrom('document', org, id);
}

export function lotOf(point: string): number {
  return Number.parseInt(point.slice(0, 4), 16) % lots;
}

export function placedAs({
  org,
  id,
  accessClass,
  space,
  path,
}: Pick<IndexedDocument, 'org' | 'id' | 'accessClass' | 'space' | 'path'>): Placed {
  return { org, document: id, access: accessClass, space, folders: foldersOf(path) };
}

/** `a/b/c.pdf` lies in `a`, in `a/b`, and is itself looked for as `a/b/c.pdf`. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    folders.push(path.slice(0, end));
  return [...folders, path];
}

/** What a point says of its words beside them. */
export function termsFor(rarityBy: RarityBy, { ids }: SparseVector): Pick<Placed, 'terms'> {
  return rarityBy === 'counts' ? { terms: [...ids] } : {};
}

/** A term id is a signed number with us, and none with Qdrant. */
export function toSparse({ ids, weights }: SparseVector): { indices: number[]; values: number[] } {
  return { indices: Array.from(ids, (id) => id >>> 0), values: [...weights] };
}

/** Term ids ascend, as everywhere with us. */
export function fromSparse(given: unknown): SparseVector {
  const { indices, values } = given as {
    readonly indices: readonly number[];
    readonly values: readonly number[];
  };
  const entries = indices.map((index, at) => [index | 0, values[at] ?? 0] as const).sort(([a], [b]) => a - b);
  return {
    ids: Int32Array.from(entries, ([id]) => id),
    weights: Float32Array.from(entries, ([, weight]) => weight),
  };
}
