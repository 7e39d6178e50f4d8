import { readdirSync, readFileSync } from 'node:fs';

/** What a group of processes used since the meter started. */
export type TreeUsage = { readonly cpuSeconds: number; readonly peakRssBytes: number };

const usualSampleMs = 200;
/** Linux counts processor time in hundredths of a second on every platform that Node supports. */
export const ticksPerSecond = 100;

/**
 * Measures processor time and memory of processes with all their descendants, dead ones included, through /proc: this
 * process, its parsers, and a database server that is nobody's child. Memory shared between processes is counted once
 * (proportional set size). Gives zeros where /proc does not exist. Looking at memory takes some milliseconds of processor time.
 */
export function meterProcessTree(
  roots: readonly number[],
  { sampleEveryMs = usualSampleMs } = {},
): { stop(): TreeUsage } {
  const before = cpuTicks(roots);
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, memoryBytes(roots));
  };
  sample();
  const timer = setInterval(sample, sampleEveryMs).unref();
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return { cpuSeconds: round((cpuTicks(roots) - before) / ticksPerSecond), peakRssBytes: peak };
    },
  };
}

/** `ticks`: of the process and of its children that ended. */
type Stat = { readonly pid: number; readonly parent: number; readonly ticks: number };

/** Fields 4 (parent) and 14–17 (own time, and that of children that were waited for) of proc_pid_stat(5). */
function readStat(pid: number): Stat | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return { pid, parent: fields[1] ?? 0, ticks };
  } catch {
    return null;
  }
}

/** Processes with all their descendants that are alive. */
export function membersOf(roots: readonly number[]): Stat[] {
  let pids: number[];
  try {
    pids = readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
  const stats = pids.flatMap((pid) => readStat(pid) ?? []);
  const inside = new Set(roots);
  // Parents can have higher numbers than their children, so it is repeated until nothing is added.
  for (let size = -1; size !== inside.size; ) {
    size = inside.size;
    for (const { pid, parent } of stats) if (inside.has(parent)) inside.add(pid);
  }
  return stats.filter(({ pid }) => inside.has(pid));
}

/** Most resident memory (bytes) that any process below this one has used so far; `null` where /proc does not exist. */
export function peakOfChildren(pid: number): number | null {
  const peaks = membersOf([pid])
    .filter((member) => member.pid !== pid)
    .flatMap((member) => peakResidentBytes(member.pid) ?? []);
  return peaks.length === 0 ? null : Math.max(...peaks);
}

function peakResidentBytes(pid: number): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peak === undefined ? null : Number(peak) * 1_024;
  } catch {
    return null;
  }
}

function cpuTicks(roots: readonly number[]): number {
  return membersOf(roots).reduce((sum, { ticks }) => sum + ticks, 0);
}

function memoryBytes(roots: readonly number[]): number {
  return membersOf(roots).reduce((sum, { pid }) => sum + proportionalBytes(pid), 0);
}

function proportionalBytes(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;
