import { readdir, readFile } from 'node:fs/promises';

/** Ids of the processes that embed with a model below `folder`. */
export async function embeddingProcesses(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const commands = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      command: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
  return commands
    .filter(({ command }) => command.includes('embedding-process.ts') && command.includes(folder))
    .map(({ pid }) => pid);
}
