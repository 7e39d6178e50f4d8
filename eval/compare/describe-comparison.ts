import type { Language } from '../../src/core/document.ts';
import type { Comparison } from '../../src/core/evaluation/compare-runs.ts';
import { type Metric, metricLabel, metricNames } from '../../src/core/evaluation/score/scores.ts';
import type { Judgement } from '../judge/judge-runs.ts';
import { leakSentence, percent, points } from '../report/words.ts';

/** A comparison as text for a terminal: leaks first, then each suite with its metrics. */
export function describeComparison(
  comparison: Comparison,
  language: Language,
  judgements: readonly Judgement[] = [],
): string {
  const say = (fr: string, en: string) => (language === 'fr' ? fr : en);
  const lines = comparison.leaks.map((leak) => leakSentence(leak, language));
  for (const { suite, endpoint, metrics: differences, gate, kept } of comparison.suites) {
    lines.push('', `${suite} (${endpoint}) : ${kept ? say('gardé', 'kept') : say('MOINS BON', 'WORSE')}`);
    for (const metric of metricNames) {
      const found = differences[metric];
      if (!found) continue;
      const { before, after, difference, low, high, n } = found;
      const interval = `[${points(low, language)} ; ${points(high, language)}]`;
      lines.push(
        `${metric === gate ? '* ' : '  '}${label(metric, language)}  ${percent(before, language)} → ${percent(after, language)}  ${points(difference, language)} ${interval}  n = ${n}`,
      );
    }
  }
  for (const { suite, model, prompt, counts, preference } of judgements) {
    const { after, before, tie, unsteady, unread, failed } = counts;
    lines.push(
      '',
      say(
        `${suite}, avis de ${model} (${prompt}), pour information : ${after} préférées après, ${before} avant, ${tie} égales, ${unsteady} selon l’ordre, ${unread + failed} sans avis`,
        `${suite}, opinion of ${model} (${prompt}), to inform: ${after} preferred after, ${before} before, ${tie} tied, ${unsteady} by their order, ${unread + failed} without`,
      ),
    );
    if (preference)
      lines.push(
        `  ${points(preference.difference, language)} [${points(preference.low, language)} ; ${points(preference.high, language)}]  n = ${preference.n}`,
      );
  }
  if (comparison.unpaired > 0)
    lines.push(
      '',
      say(
        `${comparison.unpaired} résultats sans pareil dans l’autre passage, laissés de côté.`,
        `${comparison.unpaired} results without a match in the other run, left out.`,
      ),
    );
  lines.push(
    '',
    say(
      '* décide : gardé si la borne basse de l’écart dépasse −1 point et sans fuite.',
      '* decides: kept when the lower bound of the difference is above −1 point and nothing leaked.',
    ),
  );
  return `${lines.join('\n').trim()}\n`;
}

const label = (metric: Metric, language: Language) => metricLabel(metric, language).padEnd(36);
