import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the parsers of a process, this one unless told. The system lists children, so that looking often costs little. */
export async function parserProcesses(parent: number = process.pid): Promise<number[]> {
  const threads = await readdir(`/proc/${parent}/task`).catch(() => []);
  const children = (
    await Promise.all(
      threads.map((thread) => readFile(`/proc/${parent}/task/${thread}/children`, 'utf8').catch(() => '')),
    )
  )
    .join(' ')
    .split(/\s+/)
    .filter((child) => child !== '');
  const found: number[] = [];
  for (const child of children) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('parser-child.ts')) found.push(Number(child));
  }
  return found;
}

/** The most resident memory that a process ever had, in bytes; 0 when it is gone. */
export async function peakMemory(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}

/** True once the process has code of its own for SIGHUP, which Node has not by itself: what it does at signals is said by then. */
export async function catchesHangUp(parser: number): Promise<boolean> {
  const status = await readFile(`/proc/${parser}/status`, 'utf8').catch(() => '');
  return (BigInt(`0x${/^SigCgt:\s+(\w+)/m.exec(status)?.[1] ?? '0'}`) & 1n) === 1n;
}
