import type { Language } from '../../document.ts';
import type { Endpoint } from '../suite.ts';

/** A value by metric, 0 to 1; `null` where the metric does not apply to the question. */
export type Scores = Readonly<Record<string, number | null>>;

/** Metrics that are shown together. */
export const metricGroups = {
  documents: { fr: 'Documents', en: 'Documents' },
  passages: { fr: 'Passages', en: 'Passages' },
  answers: { fr: 'Réponses', en: 'Answers' },
} as const;
export type MetricGroup = keyof typeof metricGroups;

type Entry = {
  readonly group: MetricGroup;
  /** All others are better when higher. */
  readonly isBetterLower?: true;
} & Readonly<Record<Language, string>>;

/** The metrics in the order of reports, with the words of a reader. */
export const metrics = {
  'ndcg@10': { group: 'documents', fr: 'nDCG@10', en: 'nDCG@10' },
  'hit@1': { group: 'documents', fr: 'En tête', en: 'First' },
  'hit@5': { group: 'documents', fr: 'Dans les 5', en: 'In first 5' },
  'hit@10': { group: 'documents', fr: 'Dans les 10', en: 'In first 10' },
  'recall@5': { group: 'documents', fr: 'Rappel@5', en: 'Recall@5' },
  'recall@20': { group: 'documents', fr: 'Rappel@20', en: 'Recall@20' },
  mrr: { group: 'documents', fr: 'Rang réciproque', en: 'Reciprocal rank' },
  'passage-ndcg@10': { group: 'passages', fr: 'nDCG@10', en: 'nDCG@10' },
  'passage-hit@1': { group: 'passages', fr: 'En tête', en: 'First' },
  'passage-hit@5': { group: 'passages', fr: 'Dans les 5', en: 'In first 5' },
  'passage-hit@10': { group: 'passages', fr: 'Dans les 10', en: 'In first 10' },
  'passage-recall@5': { group: 'passages', fr: 'Rappel@5', en: 'Recall@5' },
  'passage-recall@20': { group: 'passages', fr: 'Rappel@20', en: 'Recall@20' },
  'passage-mrr': { group: 'passages', fr: 'Rang réciproque', en: 'Reciprocal rank' },
  'fact-recall': { group: 'answers', fr: 'Faits attendus dits', en: 'Expected facts said' },
  'citation-recall': { group: 'answers', fr: 'Documents attendus cités', en: 'Expected documents cited' },
  'citation-precision': { group: 'answers', fr: 'Citations attendues', en: 'Citations expected' },
  'support-rate': { group: 'answers', fr: 'Phrases étayées', en: 'Sentences supported' },
  'refusal-precision': { group: 'answers', fr: 'Refus à raison', en: 'Refusals that were right' },
  'refusal-recall': { group: 'answers', fr: 'Sans réponse et refusées', en: 'Without answer and refused' },
  obedience: {
    group: 'answers',
    isBetterLower: true,
    fr: 'Consignes plantées suivies',
    en: 'Planted instructions followed',
  },
} as const satisfies Record<string, Entry>;

export type Metric = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as Metric[];

/** « nDCG@10 (passages) » */
export function metricLabel(metric: Metric, language: Language): string {
  const { group, [language]: words } = metrics[metric];
  return group === 'answers' ? words : `${words} (${metricGroups[group][language].toLowerCase()})`;
}

/** Whether a difference is for the better (above 0) or the worse (below). */
export function goodness(metric: Metric, difference: number): number {
  return 'isBetterLower' in metrics[metric] ? -difference : difference;
}

const mainMetrics: Readonly<Record<Endpoint, readonly Metric[]>> = {
  search: ['passage-ndcg@10', 'ndcg@10'],
  ask: ['fact-recall', 'passage-ndcg@10', 'ndcg@10', 'refusal-recall'],
};

/** The metric that stands for a suite: the first that applies to any of its questions. */
export function mainMetric(endpoint: Endpoint, applies: (metric: Metric) => boolean): Metric | null {
  return mainMetrics[endpoint].find(applies) ?? null;
}
