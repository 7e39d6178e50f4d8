import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the parsers of a process, this one unless told. */
export async function parserProcesses(parent: number = process.pid): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('parser-child.ts') && status.includes(`PPid:\t${parent}\n`))
      found.push(Number(entry));
  }
  return found;
}

/** The most resident memory that a process ever had, in bytes; 0 when it is gone. */
export async function peakMemory(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}
