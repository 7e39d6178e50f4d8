/** A table as a dump has it: rows are in the order of these columns. */
export type DumpedTable = { readonly name: string; readonly columns: readonly string[] };

/** What the database held at one moment. */
export type DatabaseMoment = {
  /** Name of the last migration that was applied. */
  readonly schema: string;
  readonly tables: readonly DumpedTable[];
  /** Rows of a table, as text that `DumpLoader.load` takes, cut anywhere. */
  readTable(name: string): AsyncIterable<Uint8Array>;
  /** Blobs that something used. */
  listBlobs(): Promise<readonly { readonly org: string; readonly sha256: string }[]>;
  /** Where generated numbers stand: at or after the moment. */
  readSequences(): Promise<Readonly<Record<string, number>>>;
};

/** Reads the whole database as it is at one moment, beside those who use it. Sessions are left out: they end with it. */
export type DatabaseDump = {
  readonly read: <T>(take: (moment: DatabaseMoment) => Promise<T>) => Promise<T>;
};

/** Fills an empty database with what a dump had. */
export type DumpLoader = {
  /**
   * Makes the tables of that schema.
   * @throws AppError `BACKUP_INVALID` for a schema that this program does not know, or tables that it does not have
   */
  prepare(schema: string, tables: readonly DumpedTable[]): Promise<void>;
  /** Writes the rows of a table. @throws AppError `BACKUP_INVALID` when they are none */
  load(name: string, rows: AsyncIterable<Uint8Array>): Promise<void>;
  /** Goes on counting where the numbers stood. */
  finish(sequences: Readonly<Record<string, number>>): Promise<void>;
};
