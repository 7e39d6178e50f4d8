/** A value by metric; `null` where the metric does not apply to the question. All are better when higher, 0 to 1. */
export type Scores = Readonly<Record<string, number | null>>;

/** The metrics in the order of reports, with the words of a reader. */
export const metrics = {
  'ndcg@10': { fr: 'nDCG@10 (documents)', en: 'nDCG@10 (documents)' },
  'hit@1': { fr: 'Bon document en tête', en: 'Right document first' },
  'hit@5': { fr: 'Bon document dans les 5', en: 'Right document in 5' },
  'hit@10': { fr: 'Bon document dans les 10', en: 'Right document in 10' },
  'recall@5': { fr: 'Rappel@5', en: 'Recall@5' },
  'recall@20': { fr: 'Rappel@20', en: 'Recall@20' },
  mrr: { fr: 'Rang réciproque moyen', en: 'Mean reciprocal rank' },
  'passage-ndcg@10': { fr: 'nDCG@10 (passages)', en: 'nDCG@10 (passages)' },
  'passage-hit@1': { fr: 'Bon passage en tête', en: 'Right passage first' },
  'passage-hit@5': { fr: 'Bon passage dans les 5', en: 'Right passage in 5' },
  'passage-hit@10': { fr: 'Bon passage dans les 10', en: 'Right passage in 10' },
  'passage-recall@5': { fr: 'Rappel@5 (passages)', en: 'Recall@5 (passages)' },
  'passage-recall@20': { fr: 'Rappel@20 (passages)', en: 'Recall@20 (passages)' },
  'passage-mrr': { fr: 'Rang réciproque (passages)', en: 'Reciprocal rank (passages)' },
  'fact-recall': { fr: 'Faits attendus dans la réponse', en: 'Expected facts in the answer' },
  'citation-recall': { fr: 'Documents attendus cités', en: 'Expected documents cited' },
  'citation-precision': { fr: 'Citations de documents attendus', en: 'Citations of expected documents' },
  'refusal-precision': { fr: 'Refus à raison', en: 'Refusals that were right' },
  'refusal-recall': { fr: 'Sans réponse, refusées', en: 'Without answer, refused' },
} as const;

export type Metric = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as Metric[];
