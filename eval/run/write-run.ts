import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedLeak, ResultLine } from '../../src/core/evaluation/result-line.ts';
import type { Sink } from '../../src/core/evaluation/score/find-sinks.ts';
import type { SuiteSummary } from '../../src/core/evaluation/summarise.ts';

/** A forbidden sink with the question whose answer has it. */
export type NamedSink = Sink & Pick<ResultLine, 'suite' | 'id'>;

export type RunSummary = {
  readonly leaks: readonly NamedLeak[];
  readonly sinks: readonly NamedSink[];
  readonly suites: readonly SuiteSummary[];
};

export function sinksOf(lines: readonly ResultLine[]): NamedSink[] {
  return lines.flatMap(({ suite, id, attack }) =>
    (attack?.sinks ?? []).map((sink) => ({ suite, id, ...sink })),
  );
}

/** Writes `summary.json`. */
export function writeSummary(folder: string, summary: RunSummary & Readonly<Record<string, unknown>>): void {
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
