import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isStillAlive, startOf } from '../../filesystem/process-identity.ts';

const report = z.object({
  model: z.string(),
  pid: z.int(),
  start: z.string(),
  step: z.enum(['fetch', 'convert']),
  share: z.number(),
  /** Code of the error that ended it. */
  failure: z.string().nullable(),
});

/** What an installation in whatever process of the data folder has come to. */
export type InstallReport = Pick<z.infer<typeof report>, 'model' | 'step' | 'share' | 'failure'>;

const fileIn = (folder: string) => join(folder, 'installation.json');

/** Notes how far an installation by this process is, for `status`; `null` when it is over. */
export async function writeInstallReport(folder: string, current: InstallReport | null): Promise<void> {
  const file = fileIn(folder);
  if (current === null) return rm(file, { force: true });
  const whole = { ...current, pid: process.pid, start: await startOf(process.pid) };
  await writeFile(`${file}.${process.pid}`, JSON.stringify(whole), { mode: 0o600 });
  await rename(`${file}.${process.pid}`, file);
}

/** The installation under way, or the last one if it failed; `null` otherwise. */
export async function readInstallReport(folder: string): Promise<InstallReport | null> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const { pid, start, ...rest } = report.parse(JSON.parse(text));
    // One that was killed says nothing about the next.
    return rest.failure !== null || (await isStillAlive(pid, start)) ? rest : null;
  } catch {
    return null;
  }
}
