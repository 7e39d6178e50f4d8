import Papa from 'papaparse';
import type { EvaluationRun } from '../../core/evaluation/run.ts';
import type { SuiteSummary } from '../../core/evaluation/summarise.ts';
import type { RunComparison, VisibleResult } from '../../core/evaluation/visible-results.ts';

/** A run as it leaves: never who pays for it, nor its questions. */
export function presentRun(run: EvaluationRun) {
  const { id, setId: set, title, endpoint, principal: as, provider, promptVersion, asked, done } = run;
  return {
    ...{ id, set, title, endpoint, as, provider, promptVersion, questions: asked, done },
    state: run.state,
    trouble: run.trouble,
    startedAt: run.startedAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

export function presentSummary({
  questions,
  errors,
  leaks,
  quoted,
  metrics,
  abstention,
  latencyMs,
  costEuro,
}: SuiteSummary) {
  return {
    ...{ questions, errors, leaks, quoted, metrics, abstention, costEuro },
    latencyMs: questions > errors ? latencyMs : null,
  };
}

export function presentRunResult({ ordinal, line, hasChanged }: VisibleResult) {
  const { id, question, as, outcome, answer, error, scores, latencyMs, costEuro } = line;
  return {
    ...{ ordinal, id, question, as, outcome, answer, hasChanged, error, scores, latencyMs, costEuro },
    leaks: line.leaks.map(({ kind, what }) => ({ kind, what })),
    ranking: line.ranking.map(({ document, relevant }) => ({ document, relevant })),
  };
}

export function presentComparison({
  before,
  after,
  kept,
  leaks,
  suite,
  tolerance,
  unpaired,
  withheld,
}: RunComparison) {
  return {
    before: presentRun(before),
    after: presentRun(after),
    ...{ kept, tolerance, unpaired, withheld },
    leaks: leaks.length,
    main: suite?.gate ?? null,
    metrics: suite?.metrics ?? {},
  };
}

/** Results as `results.jsonl` of the bench, which `sourcier eval compare` reads. */
export function resultsAsJsonLines(results: readonly VisibleResult[]): string {
  return results.map(({ line }) => `${JSON.stringify(line)}\n`).join('');
}

/** Results for a spreadsheet, apart by semicolons and with a mark of UTF-8; what it would take for a formula is made text. */
export function resultsAsCsv(results: readonly VisibleResult[]): string {
  const scored = [...new Set(results.flatMap(({ line }) => Object.keys(line.scores)))];
  const fields = [
    'id',
    'question',
    'as',
    'outcome',
    'error',
    'leaks',
    ...scored,
    'latencyMs',
    'costEuro',
    'answer',
  ];
  const data = results.map(({ line }) => [
    ...[line.id, line.question, line.as, line.outcome ?? '', line.error ?? '', line.leaks.length],
    ...scored.map((name) => line.scores[name] ?? ''),
    ...[line.latencyMs, line.costEuro ?? '', line.answer ?? ''],
  ]);
  return `\u{feff}${Papa.unparse({ fields, data }, { delimiter: ';', escapeFormulae: true })}\r\n`;
}
