import type { Readable } from 'node:stream';
import type { ByteRange } from './object-store.ts';

/** Content addressed by organisation and SHA-256: storing the same bytes twice stores them once. */
export type BlobStore = {
  /**
   * Stores a stream and gives its digest.
   * @throws AppError `FILE_TOO_LARGE` when more than `maxBytes` arrive (nothing is kept)
   */
  put(
    org: string,
    content: Readable | Uint8Array,
    options: { readonly maxBytes: number },
  ): Promise<{ sha256: string; bytes: number }>;
  /** A local file holding the bytes, valid until `release()`; adapters of remote stores download it. */
  openAsFile(org: string, sha256: string): Promise<{ path: string; release(): Promise<void> }>;
  /** True when the bytes are kept; it does not look whether they are whole. */
  has(org: string, sha256: string): Promise<boolean>;
  /**
   * The bytes, or a range that lies within them; `bytes`: of the whole. A stream of the whole ends with the error `BLOB_DAMAGED`
   * where what is kept is something else.
   * @throws AppError `NOT_FOUND`
   */
  read(org: string, sha256: string, range?: ByteRange): Promise<{ stream: Readable; bytes: number }>;
  /** Removes one blob. False when it is not there. */
  remove(org: string, sha256: string): Promise<boolean>;
  /** Removes all blobs of an organisation. Gives how many. */
  removeOrganisation(org: string): Promise<number>;
  /** Removes blobs that nobody uses and nobody stored again for `unusedForMs`. Gives how many. */
  sweep(
    org: string,
    options: { readonly isUsed: (sha256: string) => Promise<boolean>; readonly unusedForMs: number },
  ): Promise<number>;
  /** Keeps anew, in the way that this deployment keeps blobs, those that are kept in another one. Gives how many. */
  rewrite(org: string): Promise<number>;
  /** @throws AppError `STORE_UNAVAILABLE` when it does not answer */
  check(): Promise<void>;
};
