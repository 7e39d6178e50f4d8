import type { Readable } from 'node:stream';

/** First and last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/** Bytes under names of our making (`a/b/c`): where blobs lie. It knows neither what they are nor whose. */
export type ObjectStore = {
  /** Keeps the bytes of a local file in place of what had that name; whole or not at all. The file may be moved away. */
  adopt(name: string, file: string): Promise<void>;
  /**
   * Gives the bytes of the range, else all, and how many the whole object has.
   * @throws AppError `NOT_FOUND`
   */
  read(name: string, range?: ByteRange): Promise<{ stream: Readable; bytes: number }>;
  has(name: string): Promise<boolean>;
  /**
   * The path of an object that lies on this machine and may be opened there; `null`: it has to be read.
   * @throws AppError `NOT_FOUND`
   */
  localPath(name: string): Promise<string | null>;
  /** False when it was not there. */
  remove(name: string): Promise<boolean>;
  /** Removes all below a prefix, which ends with a slash. Gives how many. */
  removeAll(prefix: string): Promise<number>;
  list(prefix: string): AsyncIterable<{ readonly name: string; readonly modifiedAt: Date }>;
  /** Drops what writing left behind below a prefix that was cut off before that time. */
  tidy(prefix: string, before: Date): Promise<void>;
  /** @throws AppError `STORE_UNAVAILABLE` when it does not answer; `CONFIGURATION_INVALID` when it must not be used as it is */
  check(): Promise<void>;
};
