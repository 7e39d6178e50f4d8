import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Leak } from '../score/find-leaks.ts';
import type { ResultLine } from './result-line.ts';
import type { SuiteSummary } from './summarise.ts';

/** A leak with the question that found it: what a person must see first. */
export type NamedLeak = Leak & Pick<ResultLine, 'suite' | 'endpoint' | 'id' | 'as'>;

export type RunSummary = {
  readonly leaks: readonly NamedLeak[];
  readonly suites: readonly SuiteSummary[];
};

export function leaksOf(lines: readonly ResultLine[]): NamedLeak[] {
  return lines.flatMap(({ suite, endpoint, id, as, leaks }) =>
    leaks.map((leak) => ({ suite, endpoint, id, as, ...leak })),
  );
}

/** Writes `summary.json`. */
export function writeSummary(folder: string, summary: RunSummary & Readonly<Record<string, unknown>>): void {
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
