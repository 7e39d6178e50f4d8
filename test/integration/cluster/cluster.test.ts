import { execFile, spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { killTree } from '../../../bench/crash/kill.ts';
import { openEmbeddedPostgres } from '../../../src/adapters/embedded-postgres/cluster.ts';
import { readNote } from '../../../src/adapters/filesystem/short-note.ts';
import { holdCluster, isServing, postmasterPid, query } from './cluster-process.ts';

const run = promisify(execFile);

let ground: string;
/** Of a test alone; empty unless the test says otherwise. */
let folder: string;
/** As a first start and an end in order leave it. */
let used: string;
beforeAll(async () => {
  used = await mkdtemp(join(tmpdir(), 'sourcier-cluster-'));
  await (await holdCluster(used)).release();
  // Each copy finds a port of its own.
  await rm(join(used, 'port'));
});
afterAll(() => rm(used, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
beforeEach(async () => {
  ground = await mkdtemp(join(tmpdir(), 'sourcier-cluster-'));
  await chmod(ground, 0o755);
  folder = join(ground, 'postgres');
  await mkdir(folder);
});
afterEach(async () => {
  const pid = await postmasterPid(folder);
  if (pid !== null && (await commandOf(pid)).includes(folder)) process.kill(pid, 'SIGKILL');
  await rm(ground, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** Spares a test the second of processor time that the making of a cluster takes; the making is proven where the folder is empty. */
async function layUsedFolder(): Promise<void> {
  await run('cp', ['-a', `${used}/.`, folder]);
}

const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

async function killServer(): Promise<void> {
  const pid = await postmasterPid(folder);
  if (pid === null) throw new Error('no server');
  process.kill(pid, 'SIGKILL');
}

/** Writes a row that a recovered server must still have. */
const remember = () => query(folder, 'create table if not exists kept as select 1 as n');
const remembered = () => query(folder, 'select n from kept');

test('a password that is not the server’s is told as that, and leaves no server behind', async () => {
  await layUsedFolder();
  await writeFile(join(folder, 'password'), 'wrong\n');
  await expect(openEmbeddedPostgres(folder)).rejects.toMatchObject({
    code: 'DATABASE_START_FAILED',
    explanation: { en: expect.stringContaining('postgres/password') },
  });
  expect(await postmasterPid(folder)).toBeNull();
});

test('a fresh folder gets a server; the last user stops it, and a warm start keeps port and data', async () => {
  const first = await holdCluster(folder);
  expect(first.isSoleUser).toBe(true);
  await remember();
  expect(await first.release()).toBe(0);
  expect(await isServing(folder)).toBe(false);

  const started = performance.now();
  const second = await holdCluster(folder);
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(second).toMatchObject({ port: first.port, isSoleUser: true });
  expect(await remembered()).toEqual([{ n: 1 }]);
  await second.release();
});

test('a second process joins the same server, and the server outlives the first one', async () => {
  await layUsedFolder();
  const first = await holdCluster(folder);
  const pid = await postmasterPid(folder);
  const second = await holdCluster(folder);
  expect(second).toMatchObject({ port: first.port, isSoleUser: false });
  await first.release();
  expect(await postmasterPid(folder)).toBe(pid);
  expect(await query(folder, 'select 1 as n')).toEqual([{ n: 1 }]);
  await second.release();
  expect(await isServing(folder)).toBe(false);
});

test('of processes that start at once on a fresh folder, all get the one server', async () => {
  const holders = await Promise.all([holdCluster(folder), holdCluster(folder), holdCluster(folder)]);
  expect(new Set(holders.map(({ port }) => port)).size).toBe(1);
  expect(holders.filter(({ isSoleUser }) => isSoleUser)).toHaveLength(1);
  await Promise.all(holders.map((holder) => holder.release()));
  expect(await isServing(folder)).toBe(false);
});

/** Moments of a first start, by what stands in the folder then. All of them: `CLUSTER_MOMENTS=all`. */
const allMoments = [
  'password',
  'cluster.new-*/base',
  'cluster.new-*/base/1/*',
  'cluster/PG_VERSION',
  'cluster/postmaster.pid',
  'users/*',
];
const moments =
  process.env['CLUSTER_MOMENTS'] === 'all'
    ? allMoments
    : ['cluster.new-*/base/1/*', 'cluster/PG_VERSION', 'cluster/postmaster.pid'];

describe('after a kill -9', () => {
  test('of the process, the server that survived is joined by a process that knows it is alone', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await remember();
    const pid = await postmasterPid(folder);
    await first.kill();
    expect(await isServing(folder)).toBe(true);
    const second = await holdCluster(folder);
    expect(second).toMatchObject({ port: first.port, isSoleUser: true });
    expect(await postmasterPid(folder)).toBe(pid);
    expect(await remembered()).toEqual([{ n: 1 }]);
    await second.release();
    expect(await isServing(folder)).toBe(false);
  });

  test('of process and server, the next start recovers', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await remember();
    await killServer();
    await first.kill();
    const second = await holdCluster(folder);
    expect(second.isSoleUser).toBe(true);
    expect(await remembered()).toEqual([{ n: 1 }]);
    expect(await second.release()).toBe(0);
  });

  test('of the server alone, the next process starts it again', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await remember();
    await killServer();
    const second = await holdCluster(folder);
    expect(await remembered()).toEqual([{ n: 1 }]);
    await Promise.all([first.release(), second.release()]);
    expect(await isServing(folder)).toBe(false);
  });

  test('between the start of the server and the making of its database, the next start makes it', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await first.kill();
    await query(folder, 'drop database sourcier', 'postgres');
    const second = await holdCluster(folder);
    expect(await query(folder, 'select 1 as n')).toEqual([{ n: 1 }]);
    await second.release();
  });

  test.each([
    { what: 'of the process', kill: (pid: number) => process.kill(pid, 'SIGKILL') },
    { what: 'of the process and all that it started', kill: killTree },
  ])('$what at any moment of the first start, the next start works', async ({ kill }) => {
    for (const moment of moments) {
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      await mkdir(folder);
      const script = join(import.meta.dirname, 'hold-cluster.ts');
      const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      while (globSync(moment, { cwd: folder }).length === 0) await sleep(5);
      if (child.pid !== undefined) kill(child.pid);
      await ended;
      const holder = await holdCluster(folder);
      expect(await query(folder, 'select 1 as n')).toEqual([{ n: 1 }]);
      await holder.release();
      expect(globSync('{cluster.new-*,password.init}', { cwd: folder })).toEqual([]);
    }
  });

  test('a pid file that names a process of somebody else is seen through, and that process is left alone', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await remember();
    await killServer();
    await first.kill();
    const foreign = spawn('sleep', ['60']);
    const file = join(folder, 'cluster', 'postmaster.pid');
    const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [foreign.pid, ...rest].join('\n'));
    const second = await holdCluster(folder);
    expect(await remembered()).toEqual([{ n: 1 }]);
    expect(foreign.exitCode).toBeNull();
    foreign.kill();
    await second.release();
  });

  test('a lock and a user file of a dead process are taken over', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await first.release();
    const dead = spawn('true');
    await new Promise((resolve) => dead.on('close', resolve));
    await writeFile(join(folder, 'lock'), String(dead.pid));
    await writeFile(join(folder, 'users', String(dead.pid)), '');
    const started = performance.now();
    const second = await holdCluster(folder);
    expect(second.isSoleUser).toBe(true);
    expect(performance.now() - started).toBeLessThan(15_000);
    await second.release();
    expect(await isServing(folder)).toBe(false);
  });

  test('a user file whose process id somebody else has now counts for nothing', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    const mark = join(folder, 'users', String(first.process.pid));
    const note = await readNote(mark);
    await first.kill();
    await rm(mark);
    const foreign = spawn('sleep', ['60']);
    await writeFile(join(folder, 'users', String(foreign.pid)), note);
    const second = await holdCluster(folder);
    expect(second.isSoleUser).toBe(true);
    await second.release();
    expect(await isServing(folder)).toBe(false);
    foreign.kill();
  });

  test('another program that took the port meanwhile is left alone', async () => {
    await layUsedFolder();
    const first = await holdCluster(folder);
    await first.release();
    const other = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${first.port},'127.0.0.1',()=>console.log('up'))`,
    ]);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    const second = await holdCluster(folder);
    expect(second.port).not.toBe(first.port);
    expect(await query(folder, 'select 1 as n')).toEqual([{ n: 1 }]);
    await second.release();
    other.kill();
  });
});

const lockModule = join(import.meta.dirname, '../../../src/adapters/filesystem/lock.ts');
const namespaces =
  spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' }).status === 0;
test.skipIf(!namespaces)(
  namespaces
    ? 'after a kill -9 in a container, where the next process has the same process id, the next start works'
    : 'after a kill -9 in a container: skipped, this machine lets nobody make a process namespace',
  async () => {
    const inContainer = { before: ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] };
    await layUsedFolder();
    // The kill comes while the server is being started or stopped: process 1 holds the lock.
    const [unshare = '', ...words] = inContainer.before;
    const take = `import(${JSON.stringify(lockModule)}).then(({ withFileLock }) =>
      withFileLock(${JSON.stringify(join(folder, 'lock'))}, async () => { console.log('held'); setInterval(() => {}, 1e3); await new Promise(() => {}); }))`;
    const first = spawn(unshare, [...words, process.execPath, '--input-type=module', '-e', take]);
    await new Promise((resolve) => first.stdout.once('data', resolve));
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('close', resolve));

    const second = await holdCluster(folder, inContainer);
    expect(second.isSoleUser).toBe(true);
    await second.kill();
  },
  20_000,
);

describe('what others can reach', () => {
  test('password, cluster and log are their owner’s alone, and no copy of the password stays', async () => {
    const holder = await holdCluster(folder);
    expect(await modeOf(join(folder, 'password'))).toBe('600');
    expect(await modeOf(join(folder, 'cluster'))).toBe('700');
    expect(await modeOf(join(folder, 'server.log'))).toBe('600');
    const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
    expect(password.length).toBeGreaterThanOrEqual(22);
    expect(globSync('*password*', { cwd: folder })).toEqual(['password']);
    const server = await commandOf((await postmasterPid(folder)) ?? 0);
    expect(server).not.toContain(password);
    expect(await readFile(join(folder, 'server.log'), 'utf8')).not.toContain(password);
    await holder.release();
  });

  test('the server listens on loopback alone and wants the password', async () => {
    await layUsedFolder();
    const holder = await holdCluster(folder);
    expect(await query(folder, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(folder, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) expect(await canReach(address, holder.port), address).toBe(false);
    expect(await canReach('127.0.0.1', holder.port)).toBe(true);
    await writeFile(join(folder, 'password'), 'wrong');
    await expect(query(folder, 'select 1')).rejects.toThrow(/password authentication failed/);
    await holder.kill();
  });

  const canReach = (host: string, port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection({ host, port, timeout: 2_000 });
      const end = (reached: boolean) => {
        socket.destroy();
        resolve(reached);
      };
      socket
        .once('connect', () => end(true))
        .once('error', () => end(false))
        .once('timeout', () => end(false));
    });
});

const isRoot = process.getuid?.() === 0;
test.skipIf(!isRoot)(
  isRoot
    ? 'as an ordinary user, everything runs and belongs to that user'
    : 'as another user: skipped, the tests themselves already run as an ordinary user',
  async () => {
    const [uid, gid] = [65_534, 65_534];
    await chown(folder, uid, gid);
    const holder = await holdCluster(folder, { uid, gid });
    await remember();
    for (const name of ['password', 'cluster', 'server.log', 'port', 'users'])
      expect((await stat(join(folder, name))).uid, name).toBe(uid);
    await killServer();
    await holder.kill();
    const second = await holdCluster(folder, { uid, gid });
    expect(await remembered()).toEqual([{ n: 1 }]);
    expect(await second.release()).toBe(0);
  },
);

test.skipIf(!isRoot)(
  isRoot
    ? 'as root in a folder that only root may enter, PostgreSQL still runs, and not as root'
    : 'as root: skipped, the tests run as an ordinary user',
  async () => {
    await chmod(ground, 0o700);
    const holder = await holdCluster(folder);
    expect(await query(folder, 'select 1 as n')).toEqual([{ n: 1 }]);
    await holder.release();
  },
);
