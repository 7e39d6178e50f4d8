/** A named piece of an archive. */
export type ArchiveEntry = {
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
};

/** An archive that is being written, piece after piece. */
export type ArchiveWriter = {
  add(entry: ArchiveEntry): Promise<void>;
};

/** An archive that is read once, from its first piece to its last; each piece is to be read before the next. */
export type ArchiveEntries = AsyncIterable<ArchiveEntry>;
