import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';

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

/**
 * The parser of a pool that reads its first file. It is asked for in one look: while a process goes from one program to the
 * next (`unshare`, `prlimit`, … , Node) the system has moments in which it has no command line, so a second look may miss it.
 */
export async function onlyParserReading(): Promise<number> {
  let parser = 0;
  await expect
    .poll(
      async () => {
        const found = await parserProcesses();
        parser = found[0] ?? 0;
        return found.length === 1 && (await catchesHangUp(parser));
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  return parser;
}

/** True once the process has code of its own for SIGHUP, which Node has not by itself: what it does at signals is said by then. */
async function catchesHangUp(parser: number): Promise<boolean> {
  const status = await readFile(`/proc/${parser}/status`, 'utf8').catch(() => '');
  return (BigInt(`0x${/^SigCgt:\s+(\w+)/m.exec(status)?.[1] ?? '0'}`) & 1n) === 1n;
}
