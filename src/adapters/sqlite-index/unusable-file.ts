/** A file that is no database of this schema for this organisation, or holds what was never written. */
export class UnusableFile extends Error {}

const corrupt = 11;
const notADatabase = 26;

/** True when the file itself is at fault, not the disk, a lock or a mistake of ours: it can only be made anew. */
export function isUnusable(error: unknown): boolean {
  if (error instanceof UnusableFile) return true;
  const code = sqliteCode(error);
  return code === corrupt || code === notADatabase;
}

/** Primary result code of an error of SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}
