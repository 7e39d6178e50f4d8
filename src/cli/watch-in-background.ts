import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { watch } from '../compose/watchman.ts';
import { codeOf } from '../core/errors.ts';
import { type WatchFile, watchFile } from '../core/watch/watch-file.ts';
import type { WatchReport } from '../core/watch/watch-once.ts';
import type { Logger } from '../ports/logger.ts';
import { readYaml } from './read-yaml.ts';

/** A watch that goes on beside a server. */
export type Watching = {
  /** What the last one saw; `null` before it. */
  last(): WatchReport | null;
  /** Settles when it has stopped. Never rejects. */
  readonly ended: Promise<void>;
};

/** Reads the file of canaries, as its author left it. @throws AppError `WATCH_FILE_INVALID` */
export const readWatchFile = (path: string): Promise<WatchFile> =>
  readYaml(path, watchFile, 'WATCH_FILE_INVALID');

/**
 * Watches the canaries of `WATCH_FILE` every hour, until `signal` fires (R66); the file is read anew each time. Without one,
 * nothing is watched.
 * @throws AppError `WATCH_FILE_INVALID` for a file that is not valid at the start
 */
export async function watchInBackground(
  environment: Pick<Environment, 'dataFolder' | 'watchFile'>,
  { logger, signal }: { readonly logger: Pick<Logger, 'error' | 'warn'>; readonly signal: AbortSignal },
  { everyMs, firstAfterMs }: Pick<typeof tunables.watch, 'everyMs' | 'firstAfterMs'> = tunables.watch,
): Promise<Watching> {
  const path = environment.watchFile;
  if (path === undefined) return { last: () => null, ended: Promise.resolve() };
  await readWatchFile(path);
  let last: WatchReport | null = null;

  async function goOn(): Promise<void> {
    for (let waitMs = firstAfterMs; ; waitMs = everyMs) {
      await sleep(waitMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        last = await watch(environment, await readWatchFile(path ?? ''), { logger, signal });
      } catch (error) {
        logger.error({ code: codeOf(error) }, 'canaries not watched');
      }
    }
  }
  return { last: () => last, ended: goOn() };
}
