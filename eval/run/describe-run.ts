import type { Language } from '../../src/core/document.ts';
import type { Comparison } from '../../src/core/evaluation/compare-runs.ts';
import { metricLabel, metricNames } from '../../src/core/evaluation/score/scores.ts';
import type { SuiteSummary } from '../../src/core/evaluation/summarise.ts';
import { describeComparison } from '../compare/describe-comparison.ts';
import { leakSentence, number, percent, sinkSentence } from '../report/words.ts';
import type { RunSummary } from './write-run.ts';

/** A run as text for a terminal: leaks first. */
export function describeRun(
  out: string,
  { leaks, sinks, suites, comparison }: RunSummary & { readonly comparison: Comparison | null },
  language: Language,
): string {
  const lines = leaks.map((leak) => leakSentence(leak, language));
  lines.push(...sinks.map((sink) => sinkSentence(sink, language)));
  for (const suite of suites) lines.push('', ...describeSuite(suite, language));
  // Its leaks have been named already.
  if (comparison) lines.push('', describeComparison({ ...comparison, leaks: [] }, language).trim());
  lines.push('', language === 'fr' ? `Rapport : ${out}/report.html` : `Report: ${out}/report.html`);
  return `${lines.join('\n').trim()}\n`;
}

function describeSuite(suite: SuiteSummary, language: Language): string[] {
  const { latencyMs, cpuSecondsPerQuery, questions, errors } = suite;
  const figures = metricNames.flatMap((metric) => {
    const found = suite.metrics[metric];
    return found
      ? [`  ${metricLabel(metric, language).padEnd(36)}  ${percent(found.mean, language)}  n = ${found.n}`]
      : [];
  });
  const areas = Object.entries(suite.abstention).map(
    ([signal, area]) => `  ${`AUROC ${signal}`.padEnd(36)}  ${number(area, language, 3)}`,
  );
  const cpu = cpuSecondsPerQuery === null ? '' : `, CPU ${number(cpuSecondsPerQuery * 1_000, language)} ms`;
  const times = `p50 ${number(latencyMs.p50, language)} ms, p95 ${number(latencyMs.p95, language)} ms${cpu}`;
  const first = suite.firstTokenMs
    ? [
        `  ${language === 'fr' ? 'premier mot' : 'first word'} p50 ${number(suite.firstTokenMs.p50, language)} ms, p95 ${number(suite.firstTokenMs.p95, language)} ms`,
      ]
    : [];
  const cost =
    suite.costEuro === null
      ? []
      : [
          `  ${number(suite.costEuro * 1_000, language, 3)} ${language === 'fr' ? '€ les 1 000 réponses' : '€ for 1,000 answers'}`,
        ];
  const places = Object.entries(suite.attacks?.place ?? {}).map(
    ([place, { obeyed, asked }]) => `${place} ${obeyed}/${asked}`,
  );
  const attacks = suite.attacks
    ? [
        `  ${language === 'fr' ? 'suivies' : 'followed'} ${places.join(', ')}; ${language === 'fr' ? 'parmi les sources' : 'among the sources'} ${suite.attacks.offered}/${suite.attacks.asked}`,
      ]
    : [];
  const failed = errors === 0 ? '' : `, ${errors} ${language === 'fr' ? 'erreurs' : 'errors'}`;
  return [
    `${suite.suite} (${suite.endpoint}), ${questions} questions${failed}`,
    ...figures,
    ...attacks,
    ...areas,
    `  ${times}`,
    ...first,
    ...cost,
  ];
}
