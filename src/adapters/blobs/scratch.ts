import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of a moment, which only their owner reads: what is on its way into a store or out of it. */
export type Scratch = {
  /** A path at which nothing is yet; whoever takes it removes it. */
  newPath(): Promise<string>;
  /** Removes what crashes left behind before that time. */
  tidy(before: Date): Promise<void>;
};

/** Scratch files in a folder of their own. */
export function createScratch(folder: string): Scratch {
  return {
    newPath: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return join(folder, randomUUID());
    },
    tidy: async (before) => {
      for (const name of await readdir(folder).catch(() => [])) {
        const file = join(folder, name);
        const facts = await stat(file).catch(() => null);
        if (facts && facts.mtime < before) await rm(file, { force: true });
      }
    },
  };
}
