import { execFile, spawnSync } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AppError } from '../../core/errors.ts';

const run = promisify(execFile);

/**
 * How to run PostgreSQL's programs, which refuse to run as root. For an ordinary user: as they are. For root: as the
 * system user `postgres` or `nobody`, else as root seen from inside a user namespace (folders that only root may enter).
 */
export type RunAs = {
  /** Runs a program to its end and gives its output. */
  run(program: string, args: readonly string[], environment?: Record<string, string>): Promise<string>;
  /** Gives a file or folder to the user that the programs run as. */
  own(path: string): Promise<void>;
};

const baseEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** @throws AppError `DATABASE_START_FAILED` when root has no way to run them */
export function chooseRunAs(probe: { readonly program: string; readonly folder: string }): RunAs {
  if (process.getuid?.() !== 0) return asSelf();
  for (const name of ['postgres', 'nobody']) {
    const identity = identityOf(name);
    if (identity && canUse(identity, probe)) return asUser(identity);
  }
  if (spawnSync('unshare', [...inNamespace, 'true'], { stdio: 'ignore' }).status === 0)
    return asNamespacedRoot();
  throw new AppError('DATABASE_START_FAILED', {
    detail:
      'PostgreSQL does not run as root, and no other user can reach this folder: run Sourcier as an ordinary user, ' +
      'or move the program and SOURCIER_DATA to a folder that other users may enter.',
  });
}

const inNamespace = ['--user', '--map-user=1000', '--map-group=1000'];

type Identity = { readonly uid: number; readonly gid: number };

function identityOf(name: string): Identity | null {
  const ask = (flag: string) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || Number.NaN);
  const [uid, gid] = [ask('-u'), ask('-g')];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : null;
}

/** The user must be able to run the program and to enter the folder in which the cluster lives. */
function canUse(identity: Identity, probe: { readonly program: string; readonly folder: string }): boolean {
  const test = `test -x "$0" && test -x "$1"`;
  return (
    spawnSync('sh', ['-c', test, probe.program, probe.folder], { ...identity, stdio: 'ignore' }).status === 0
  );
}

function asSelf(): RunAs {
  return {
    run: async (program, args, environment) =>
      (await run(program, args, { env: { ...baseEnvironment, ...environment }, cwd: '/' })).stdout,
    own: async () => {},
  };
}

function asUser(identity: Identity): RunAs {
  return {
    run: async (program, args, environment) =>
      (await run(program, args, { ...identity, env: { ...baseEnvironment, ...environment }, cwd: '/' }))
        .stdout,
    own: (path) => chown(path, identity.uid, identity.gid),
  };
}

function asNamespacedRoot(): RunAs {
  return {
    run: async (program, args, environment) =>
      (
        await run('unshare', [...inNamespace, program, ...args], {
          env: { ...baseEnvironment, ...environment },
          cwd: '/',
        })
      ).stdout,
    own: async () => {},
  };
}
