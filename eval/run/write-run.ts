import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Leak } from '../score/find-leaks.ts';
import type { Sink } from '../score/find-sinks.ts';
import type { ResultLine } from './result-line.ts';
import type { SuiteSummary } from './summarise.ts';

/** A leak with the question that found it: what a person must see first. */
export type NamedLeak = Leak & Pick<ResultLine, 'suite' | 'endpoint' | 'id' | 'as'>;

/** A forbidden sink with the question whose answer has it. */
export type NamedSink = Sink & Pick<ResultLine, 'suite' | 'id'>;

export type RunSummary = {
  readonly leaks: readonly NamedLeak[];
  readonly sinks: readonly NamedSink[];
  readonly suites: readonly SuiteSummary[];
};

export function leaksOf(lines: readonly ResultLine[]): NamedLeak[] {
  return lines.flatMap(({ suite, endpoint, id, as, leaks }) =>
    leaks.map((leak) => ({ suite, endpoint, id, as, ...leak })),
  );
}

export function sinksOf(lines: readonly ResultLine[]): NamedSink[] {
  return lines.flatMap(({ suite, id, attack }) =>
    (attack?.sinks ?? []).map((sink) => ({ suite, id, ...sink })),
  );
}

/** Writes `summary.json`. */
export function writeSummary(folder: string, summary: RunSummary & Readonly<Record<string, unknown>>): void {
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
