import type { Readable } from 'node:stream';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { ByteRange, ObjectStore } from '../../ports/object-store.ts';

/** How a blob lies in an object: what the object is called, and what of the blob it holds. */
export type BlobForm = {
  /** Last part of the object's name. */
  nameOf(sha256: string): string;
  /** The digest of the blob in an object of this form; `null` for objects of another one. */
  digestOf(name: string): string | null;
  /** True when the object holds the bytes as they are, so that it can be opened where it lies. */
  readonly isPlain: boolean;
  /** Brings bytes into a new file as the object shall hold them. `FILE_TOO_LARGE` above `maxBytes`. */
  write(source: Readable, file: string, maxBytes: number): ReturnType<BlobStore['put']>;
  /**
   * Gives the bytes of the blob with this digest. What is not whole ends with `BLOB_DAMAGED`.
   * @throws AppError `NOT_FOUND`, `BLOB_DAMAGED`
   */
  read(
    objects: Pick<ObjectStore, 'read'>,
    name: string,
    sha256: string,
    range?: ByteRange,
  ): ReturnType<BlobStore['read']>;
};
