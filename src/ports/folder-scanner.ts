import type { Readable } from 'node:stream';
import type { ReasonCode } from '../core/reasons.ts';

/** A file below the folder. `path` is relative, `/` separated, in composed Unicode (NFC). */
export type FoundFile = {
  readonly kind: 'file';
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  open(): Readable;
};

/** Something that is there but is not read. For a folder, all that lies below it is unknown. */
export type UnreadEntry = {
  readonly kind: 'unread';
  readonly path: string;
  readonly isFolder: boolean;
  readonly reason: Extract<ReasonCode, 'symlink-skipped' | 'unreadable' | 'not-a-file'>;
};

/** Walks a folder in the order of paths, without following links, so that it always ends inside the folder. */
export type FolderScanner = {
  /** The id that `scan` gives this folder, without looking into it. One that is gone is named by the path that is given. */
  identify(folder: string): Promise<string>;
  /**
   * What lies below a folder. `id` is that of its real path; `related`: ids of the folders that it lies in, or that lie in it.
   * @throws AppError `FOLDER_UNREADABLE`
   */
  scan(folder: string): Promise<{
    readonly id: string;
    readonly related: ReadonlySet<string>;
    readonly entries: readonly (FoundFile | UnreadEntry)[];
  }>;
};
