import { readdirSync, readFileSync } from 'node:fs';
import { membersOf, ticksPerSecond } from '../../src/adapters/process-tree/process-tree.ts';

export const stages = ['parse', 'analyse', 'index', 'search', 'embed', 'database', 'rest'] as const;
/**
 * Where processor time goes. `parse`: the processes that read files; `analyse`: the thread that cuts texts and encodes their words;
 * `index`, `search`: the threads that write the index and search in it; `embed`: the process with the model; `database`: PostgreSQL, the
 * queue in it included; `rest`: events, fetching, jobs and HTTP.
 */
export type Stage = (typeof stages)[number];
export type SecondsByStage = Readonly<Record<Stage, number>>;

/** Threads of the server by the names that the product gives them. */
const threads: Readonly<Record<string, Stage>> = {
  'text-analysis': 'analyse',
  'index-writes': 'index',
  'index-reads': 'search',
};

/** Processor time of a server and its database by stage, in seconds since they started. On Linux alone. */
export function secondsByStage(serverPid: number, postgresPid: number): SecondsByStage {
  const ticks = Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>;
  const server = ticksOf(`/proc/${serverPid}/stat`);
  let named = 0;
  for (const thread of readdirSync(`/proc/${serverPid}/task`)) {
    const folder = `/proc/${serverPid}/task/${thread}`;
    const stage = threads[read(`${folder}/comm`).trim()];
    if (!stage) continue;
    const { own } = ticksOf(`${folder}/stat`);
    ticks[stage] += own;
    named += own;
  }
  ticks.rest = server.own - named;
  // Dead children: parsers are thrown away after so many files, the model's process never.
  ticks.parse = server.ended;
  for (const { pid, ticks: all } of membersOf([serverPid])) {
    if (pid === serverPid) continue;
    ticks[read(`/proc/${pid}/cmdline`).includes('embedding-process') ? 'embed' : 'parse'] += all;
  }
  ticks.database = membersOf([postgresPid]).reduce((sum, member) => sum + member.ticks, 0);
  return Object.fromEntries(stages.map((stage) => [stage, ticks[stage] / ticksPerSecond])) as SecondsByStage;
}

/** Fields 14–17 of proc_pid_stat(5): time of its own, and of children that ended. */
function ticksOf(path: string): { readonly own: number; readonly ended: number } {
  const line = read(path);
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const sum = (from: number) => (fields[from] ?? 0) + (fields[from + 1] ?? 0);
  return { own: sum(11), ended: sum(13) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
