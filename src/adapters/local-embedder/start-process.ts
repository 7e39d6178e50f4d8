import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, open, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { withFileLock } from '../filesystem/lock.ts';
import type { ModelFolder } from './model-folder.ts';
import { protocolVersion } from './protocol.ts';

/** What the process that embeds is told at its start. */
export type ProcessSettings = {
  readonly socket: string;
  readonly model: Pick<ModelFolder, 'onnxFile' | 'tokenizerFile' | 'maxTokens' | 'pooling'>;
  /** Batches of passages that are worked on at once, each on one processor. */
  readonly threads: number;
};

/** Longest path of a socket that every system takes (macOS: 104 bytes with the final zero). */
const longestSocketPath = 100;

/**
 * Connects to the process that embeds for this data folder, starting it when there is none. It belongs to nobody: it serves
 * all processes of the data folder and ends with the last one's connection.
 * @throws AppError `EMBEDDER_UNAVAILABLE` when it does not start
 */
export async function joinEmbeddingProcess(
  model: ModelFolder,
  options: { readonly folder: string; readonly threads: number; readonly entry?: URL | undefined },
): Promise<Socket> {
  const { folder, threads, entry = new URL('./embedding-process.ts', import.meta.url) } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socket = await socketPath(folder, `${model.digest}-${protocolVersion}`);
  const running = await tryConnect(socket);
  if (running) return running;
  return withFileLock(join(folder, 'lock'), async () => {
    const started = await tryConnect(socket);
    if (started) return started;
    if (process.platform !== 'win32') await rm(socket, { force: true });
    const { onnxFile, tokenizerFile, maxTokens, pooling } = model;
    const settings: ProcessSettings = {
      socket,
      threads,
      model: { onnxFile, tokenizerFile, maxTokens, pooling },
    };
    const hasEnded = await spawnDetached(entry, settings, join(folder, 'embedder.log'));
    for (const deadline = Date.now() + tunables.localEmbedder.startMs; Date.now() < deadline; ) {
      const connected = await tryConnect(socket);
      if (connected) return connected;
      if (hasEnded()) break;
      await sleep(tunables.localEmbedder.startPollMs);
    }
    throw new AppError('EMBEDDER_UNAVAILABLE', {
      detail: `The embedding process did not start; see ${join(folder, 'embedder.log')}.`,
    });
  });
}

async function spawnDetached(entry: URL, settings: ProcessSettings, log: string): Promise<() => boolean> {
  const errors = await open(log, 'w', 0o600);
  let ended = false;
  try {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', entry.pathname, JSON.stringify(settings)],
      {
        // A process group of its own: Ctrl-C in a terminal is for the one who typed it.
        detached: true,
        stdio: ['ignore', 'ignore', errors.fd],
        // No variable of the parent, so no secret.
        env: {},
      },
    );
    const end = () => {
      ended = true;
    };
    child.once('exit', end).once('error', end);
    child.unref();
  } finally {
    await errors.close();
  }
  return () => ended;
}

/** A connection that is served, or `null`. */
function tryConnect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const fail = () => {
      socket.destroy();
      resolve(null);
    };
    socket.setTimeout(tunables.localEmbedder.startMs, fail);
    socket.once('error', fail).once('close', fail);
    socket.once('data', () => {
      // Errors go on being heard: what becomes of the connection is told by its close.
      socket.off('close', fail).setTimeout(0).pause();
      resolve(socket);
    });
  });
}

/** Where the socket is: in the data folder, or in a folder of this user alone when its path would be too long. */
async function socketPath(folder: string, name: string): Promise<string> {
  const place = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\sourcier-${place}-${name}`;
  const path = join(folder, `${name}.sock`);
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  const owned = join(tmpdir(), `sourcier-${process.getuid?.() ?? 0}`);
  await mkdir(owned, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(owned);
  if (uid !== process.getuid?.())
    throw new AppError('EMBEDDER_UNAVAILABLE', { detail: `${owned}: belongs to somebody else.` });
  await chmod(owned, 0o700);
  return join(owned, `${place}-${name}.sock`);
}
