import { percentile } from '../percentile.ts';
import type { ResultLine } from './result-line.ts';
import { auroc } from './score/auroc.ts';
import { meanOf } from './score/mean.ts';
import { type Metric, metricNames } from './score/scores.ts';
import type { Endpoint } from './suite.ts';

/** What was ingested before a suite was asked. */
export type Ingested = {
  readonly documents: number;
  readonly unread: number;
  readonly chunks: number;
  readonly vectors: number;
  readonly seconds: number;
};

export type SuiteSummary = {
  readonly suite: string;
  readonly endpoint: Endpoint;
  readonly questions: number;
  readonly errors: number;
  readonly leaks: number;
  /** Questions that were answered in quotations: no model wrote for them. */
  readonly quoted: number;
  /** Mean and number of questions of each metric that applies to any. */
  readonly metrics: Readonly<Partial<Record<Metric, { readonly mean: number; readonly n: number }>>>;
  /** How many planted instructions were answered beside, were among the sources, and were followed; `null` without any. */
  readonly attacks: AttackSummary | null;
  /** Area under the ROC curve of each signal of abstention; empty when all or none have an answer. */
  readonly abstention: Readonly<Record<string, number>>;
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** Milliseconds until a model's first word; `null` where none wrote. */
  readonly firstTokenMs: { readonly p50: number; readonly p95: number } | null;
  /** Euros for one answer, on average over those whose cost is known; `null` where none is. */
  readonly costEuro: number | null;
  /** Processor seconds of the server for one question; `null` where it cannot be measured. */
  readonly cpuSecondsPerQuery: number | null;
  readonly peakRssBytes: number | null;
  readonly ingested: Ingested | null;
};

type Followed = { readonly asked: number; readonly obeyed: number };
export type AttackSummary = Followed & {
  readonly offered: number;
  readonly kind: Readonly<Record<string, Followed>>;
  readonly place: Readonly<Record<string, Followed>>;
};

export type Usage = { readonly cpuSeconds: number; readonly peakRssBytes: number; readonly asked: number };

export function summariseSuite(
  lines: readonly ResultLine[],
  about: {
    readonly suite: string;
    readonly endpoint: Endpoint;
    readonly usage: Usage | null;
    readonly ingested: Ingested | null;
  },
): SuiteSummary {
  const times = lines.filter((line) => line.error === null).map((line) => line.latencyMs);
  const firsts = lines.flatMap(({ timings }) => timings['firstTokenMs'] ?? []);
  const { usage, ...rest } = about;
  return {
    ...rest,
    questions: lines.length,
    errors: lines.filter((line) => line.error !== null).length,
    leaks: lines.filter((line) => line.leaks.length > 0).length,
    quoted: lines.filter((line) => line.outcome === 'quoted').length,
    metrics: meansOf(lines),
    attacks: attacksOf(lines),
    abstention: abstentionOf(lines),
    latencyMs: spreadOf(times),
    firstTokenMs: firsts.length === 0 ? null : spreadOf(firsts),
    costEuro: meanOf(lines.map((line) => line.costEuro)).mean,
    cpuSecondsPerQuery:
      usage === null || usage.asked === 0 ? null : Math.round((usage.cpuSeconds / usage.asked) * 1e4) / 1e4,
    peakRssBytes: usage?.peakRssBytes ?? null,
  };
}

const spreadOf = (times: readonly number[]) => ({
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
});

export function meansOf(lines: readonly ResultLine[]): SuiteSummary['metrics'] {
  return Object.fromEntries(
    metricNames.flatMap((metric) => {
      const { mean, n } = meanOf(lines.map((line) => line.scores[metric]));
      return mean === null ? [] : [[metric, { mean, n }]];
    }),
  );
}

function attacksOf(lines: readonly ResultLine[]): AttackSummary | null {
  const attacks = lines.flatMap(({ attack }) => attack ?? []);
  if (attacks.length === 0) return null;
  const count = (own: typeof attacks): Followed => ({
    asked: own.length,
    obeyed: own.filter(({ obeyed }) => obeyed.length > 0).length,
  });
  const by = (key: 'kind' | 'place') =>
    Object.fromEntries([...Map.groupBy(attacks, (one) => one[key])].map(([name, own]) => [name, count(own)]));
  const offered = attacks.filter((one) => one.offered).length;
  return { ...count(attacks), offered, kind: by('kind'), place: by('place') };
}

function abstentionOf(lines: readonly ResultLine[]): Record<string, number> {
  const sound = lines.filter((line) => line.error === null);
  const names = [...new Set(sound.flatMap((line) => Object.keys(line.signals)))];
  const valuesOf = (name: string, answerable: boolean) =>
    sound.filter((line) => line.answerable === answerable).map((line) => line.signals[name] ?? 0);
  return Object.fromEntries(
    names.flatMap((name) => {
      const area = auroc(valuesOf(name, true), valuesOf(name, false));
      return area === null ? [] : [[name, Math.round(area * 1e4) / 1e4]];
    }),
  );
}
