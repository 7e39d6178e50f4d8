import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, codeOf } from '../../core/errors.ts';
import { withFileLock } from '../filesystem/lock.ts';
import { isAlive, isStillAlive, startOf } from '../filesystem/process-identity.ts';
import { readNote, replaceNote } from '../filesystem/short-note.ts';
import { findPostgresBinaries } from './binaries.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

/** A running PostgreSQL server on loopback. */
export type EmbeddedPostgres = {
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  /** True when no other process was using the server: what is queued can then only be a dead process's. */
  readonly isSoleUser: boolean;
  /** Gives the server back: the last process that uses it stops it, in order. */
  release(): Promise<void>;
};

const user = 'sourcier';
const database = 'sourcier';

/**
 * Starts PostgreSQL in `folder`, or joins the server that another process of the same data folder already runs. The
 * server lives on its own: each process that uses it leaves a file in `users/`, and the last one to release it stops it.
 * After a kill -9 of everything, a server that survived is joined, a dead one is started again and recovers by itself.
 * @throws AppError `DATABASE_START_FAILED` with the last lines of the server's log
 */
export async function openEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const binaries = await findPostgresBinaries();
  await mkdir(join(folder, 'users'), { recursive: true });
  // Rights are on the cluster and on the secrets inside; the folder itself must let PostgreSQL's user through.
  await chmod(folder, 0o711);
  let chosen: RunAs | undefined;
  // Asked by who makes, starts or stops a server: it takes processes to find out, and most commands join one.
  const runAs = (): RunAs => {
    chosen ??= chooseRunAs({ program: binaries.postgres, folder });
    return chosen;
  };
  const paths = {
    cluster: join(folder, 'cluster'),
    log: join(folder, 'server.log'),
    password: join(folder, 'password'),
    passwordCopy: join(folder, 'password.init'),
    port: join(folder, 'port'),
    lock: join(folder, 'lock'),
    user: join(folder, 'users', String(process.pid)),
  };

  const opened = await withFileLock(paths.lock, async () => {
    const password = await ensurePassword(paths.password);
    try {
      if (!(await exists(join(paths.cluster, 'PG_VERSION')))) await initialise();
    } finally {
      // Also where the cluster is there already: who made it may have died just then.
      await rm(paths.passwordCopy, { force: true });
    }
    const running = await findRunning(paths.cluster, password);
    const port = running ?? (await start());
    // Also on a server that was found: whoever started it may have died before this step.
    await ensureDatabase(port, password).catch(async (cause: unknown) => {
      await stopUnused();
      throw cause;
    });
    const isSoleUser = (await liveUsers(join(folder, 'users'))).every((pid) => pid === process.pid);
    await replaceNote(paths.user, await startOf(process.pid));
    return { connection: { host: '127.0.0.1', port, user, password, database }, isSoleUser };

    /** Builds the cluster beside its final place, so that a crash half-way leaves nothing that looks finished. */
    async function initialise(): Promise<void> {
      const unfinished = `${paths.cluster}.new-${process.pid}-${Date.now()}`;
      for (const name of await readdir(folder))
        if (name.startsWith('cluster.new-'))
          await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
      await mkdir(unfinished, { mode: 0o700 });
      await writeFile(paths.passwordCopy, `${password}\n`, { mode: 0o600 });
      await Promise.all([runAs().own(unfinished), runAs().own(paths.passwordCopy)]);
      try {
        await runAs().run(binaries.initdb, [
          `--pgdata=${unfinished}`,
          `--username=${user}`,
          `--pwfile=${paths.passwordCopy}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale=C',
        ]);
        await rm(paths.cluster, { recursive: true, force: true });
        await rename(unfinished, paths.cluster);
      } catch (cause) {
        await rm(unfinished, { recursive: true, force: true });
        throw new AppError('DATABASE_START_FAILED', { cause, detail: outputOf(cause) });
      }
    }

    async function start(): Promise<number> {
      await forgetForeignPid(paths.cluster);
      const wanted = Number(await readFile(paths.port, 'utf8').catch(() => '0'));
      const port = await freePort(wanted);
      await writeFile(paths.port, String(port));
      await writeFile(paths.log, '', { mode: 0o600, flag: 'w' });
      await runAs().own(paths.log);
      await startServer(runAs(), binaries.pg_ctl, paths, port);
      return port;
    }
  });

  /** The last one to use it stops it. */
  async function stopUnused(): Promise<void> {
    if ((await liveUsers(join(folder, 'users'))).length > 0) return;
    try {
      await runAs().run(binaries.pg_ctl, ['stop', '-D', paths.cluster, '-m', 'fast', '-w', '-t', '30']);
    } catch {
      // One that cannot be stopped is joined by the next start.
    }
  }

  return {
    ...opened,
    release: () =>
      withFileLock(paths.lock, async () => {
        await rm(paths.user, { force: true });
        await stopUnused();
      }),
  };
}

async function ensurePassword(file: string): Promise<string> {
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** The port of the server that already runs on this cluster, or `null`. */
async function findRunning(cluster: string, password: string): Promise<number | null> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid)) return null;
  // A server that is still starting or recovering refuses connections for a moment.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await canConnect(port, password)) return port;
    if (!isAlive(pid) || !(await isPostgres(pid))) return null;
    await sleep(250);
  }
  return null;
}

async function canConnect(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (isWrongPassword(error)) throw wrongPassword(error);
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** False only when we can see that the process is something else; where /proc is missing we trust the pid file. */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null ? process.platform !== 'linux' : command.includes('postgres');
}

/** A pid file left by a kill -9 can name a process that is now somebody else's, and PostgreSQL then refuses to start. */
async function forgetForeignPid(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid && !(isAlive(pid) && (await isPostgres(pid)))) await rm(file, { force: true });
}

async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
      });
    });
  return tryPort(wanted).catch(() => tryPort(0));
}

async function startServer(
  runAs: RunAs,
  pgCtl: string,
  paths: { readonly cluster: string; readonly log: string },
  port: number,
): Promise<void> {
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=100',
    '-c shared_buffers=128MB',
    // Errors name the values that caused them: what people wrote would stand in the log (R75).
    '-c log_min_messages=fatal',
    '-c log_min_error_statement=panic',
    '-c log_parameter_max_length_on_error=0',
  ].join(' ');
  // After a kill -9, backends of the old server may hold its memory for a moment longer.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runAs.run(pgCtl, [
        'start',
        '-D',
        paths.cluster,
        '-l',
        paths.log,
        '-o',
        settings,
        '-w',
        '-t',
        '60',
      ]);
      return;
    } catch (cause) {
      if (attempt === 8) {
        const tail = (await readFile(paths.log, 'utf8').catch(() => '')).split('\n').slice(-6).join('\n');
        throw new AppError('DATABASE_START_FAILED', { cause, detail: tail || outputOf(cause) });
      }
      await sleep(250 * attempt);
    }
  }
}

const isWrongPassword = (error: unknown): boolean => codeOf(error) === '28P01';

/** The server knows another one than stands in the file: nobody but an operator can tell where it went. */
const wrongPassword = (cause: unknown): AppError =>
  new AppError('DATABASE_START_FAILED', {
    cause,
    explanation: {
      fr: 'postgres/password, dans SOURCIER_DATA, n’est pas le mot de passe de cette base : remettez le fichier d’avant, ou restaurez une sauvegarde dans un dossier vide.',
      en: 'postgres/password, in SOURCIER_DATA, is not the password of this database: bring back the file of before, or restore a backup to an empty folder.',
    },
  });

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
  try {
    await client.connect().catch((cause: unknown) => {
      throw isWrongPassword(cause) ? wrongPassword(cause) : cause;
    });
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

/** Processes that still use the server; files of processes that died are removed on the way. */
async function liveUsers(folder: string): Promise<number[]> {
  const pids = (await readdir(folder)).map(Number).filter((pid) => pid > 0);
  const users = await Promise.all(
    pids.map(async (pid) => {
      const file = join(folder, String(pid));
      if (await isStillAlive(pid, await readNote(file))) return [pid];
      await rm(file, { force: true });
      return [];
    }),
  );
  return users.flat();
}

async function exists(path: string): Promise<boolean> {
  return (await readFile(path).catch(() => null)) !== null;
}

function outputOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr || message || 'unknown failure').trim().slice(-800);
}
