import type { Language } from '../../src/core/document.ts';
import type { Comparison, SuiteComparison } from '../../src/core/evaluation/compare-runs.ts';
import type { NamedLeak } from '../../src/core/evaluation/result-line.ts';
import {
  goodness,
  type MetricGroup,
  mainMetric,
  metricGroups,
  metricLabel,
  metricNames,
  metrics,
} from '../../src/core/evaluation/score/scores.ts';
import type { SuiteSummary } from '../../src/core/evaluation/summarise.ts';
import type { NamedSink } from '../run/write-run.ts';
import { html, type Markup } from './markup.ts';
import { intervals, shareBars } from './plots.ts';
import { leakSentence, number, percent, points, sinkSentence } from './words.ts';

type Say = (fr: string, en: string) => string;
export type Voice = { readonly language: Language; readonly say: Say };

const nameOf = ({ suite, endpoint }: { readonly suite: string; readonly endpoint: string }) =>
  `${suite} (${endpoint})`;

/** What must be seen first. */
export function leaksSection(leaks: readonly NamedLeak[], { language, say }: Voice): Markup {
  if (leaks.length === 0) return html`<p>${say('Aucune fuite de droits.', 'No leak of rights.')}</p>`;
  return html`<section class="leaks" aria-labelledby="leaks">
<h2 id="leaks">${say(`Fuites de droits : ${leaks.length}`, `Leaks of rights: ${leaks.length}`)}</h2>
<ul>${leaks.map((leak) => html`<li>${leakSentence(leak, language)}</li>`)}</ul>
</section>`;
}

/** What an answer under attack would have loaded, linked or cited. */
export function sinksSection(sinks: readonly NamedSink[], { language, say }: Voice): Markup {
  if (sinks.length === 0) return html``;
  return html`<section class="leaks" aria-labelledby="sinks">
<h2 id="sinks">${say(`Sorties interdites : ${sinks.length}`, `Forbidden sinks: ${sinks.length}`)}</h2>
<ul>${sinks.map((sink) => html`<li>${sinkSentence(sink, language)}</li>`)}</ul>
</section>`;
}

export function verdictSection(comparison: Comparison | null, { say }: Voice): Markup {
  if (comparison === null) return html``;
  const worse = comparison.suites.filter((suite) => !suite.kept).map(nameOf);
  const text =
    worse.length > 0
      ? say(
          `Moins bon que la référence : ${worse.join(', ')}.`,
          `Worse than the baseline: ${worse.join(', ')}.`,
        )
      : comparison.kept
        ? say('Pas moins bon que la référence.', 'No worse than the baseline.')
        : say('À ne pas garder : une fuite est apparue.', 'Not to be kept: a leak appeared.');
  return html`<p class="verdict ${comparison.kept ? 'better' : 'worse'}"><strong>${text}</strong> ${say(
    'Règle : la borne basse de l’écart de chaque jeu dépasse −1 point, et rien ne fuit.',
    'Rule: the lower bound of the difference of each suite is above −1 point, and nothing leaks.',
  )}</p>`;
}

/** Suites against metrics, a table for each group, with the difference from the baseline below each value. */
export function matrixSection(
  suites: readonly SuiteSummary[],
  comparison: Comparison | null,
  voice: Voice,
): Markup {
  const { say } = voice;
  const groups = Object.keys(metricGroups) as MetricGroup[];
  return html`<section aria-labelledby="scores">
<h2 id="scores">${say('Résultats par jeu', 'Results by suite')}</h2>
<p class="quiet">${say(
    'Moyenne de chaque mesure, en pourcentage ; plus haut est meilleur, sauf pour les consignes plantées.',
    'Mean of each metric, as a percentage; higher is better, but for planted instructions.',
  )}${comparison && say(' Dessous : écart à la référence en points, et son intervalle à 95 %.', ' Below: difference from the baseline in points, with its 95 % interval.')}</p>
${groups.map((group) => matrixOf(group, suites, comparison, voice))}
${plotOf(suites, comparison, voice)}
</section>`;
}

function matrixOf(
  group: MetricGroup,
  suites: readonly SuiteSummary[],
  comparison: Comparison | null,
  voice: Voice,
): Markup {
  const { language, say } = voice;
  const shown = metricNames.filter(
    (metric) => metrics[metric].group === group && suites.some((suite) => suite.metrics[metric]),
  );
  const own = suites.filter((suite) => shown.some((metric) => suite.metrics[metric]));
  if (own.length === 0) return html``;
  const rows = own.map((suite) => {
    const compared = comparison?.suites.find((one) => nameOf(one) === nameOf(suite));
    const cells = shown.map((metric) => {
      const found = suite.metrics[metric];
      if (!found) return html`<td><span class="quiet">${say('sans objet', 'n/a')}</span></td>`;
      return html`<td>${percent(found.mean, language)}${differenceNote(compared, metric, voice)}</td>`;
    });
    return html`<tr><th scope="row">${nameOf(suite)}</th><td>${suite.questions}</td>${cells}</tr>`;
  });
  return table({
    caption: metricGroups[group][language],
    heads: [say('Jeu', 'Suite'), 'Questions', ...shown.map((metric) => metrics[metric][language])],
    rows,
  });
}

function differenceNote(
  compared: SuiteComparison | undefined,
  metric: (typeof metricNames)[number],
  { language, say }: Voice,
): Markup {
  const found = compared?.metrics[metric];
  if (!found) return html``;
  const { difference, low, high } = found;
  if (difference === 0 && low === 0 && high === 0)
    return html`<small>${say('inchangé', 'unchanged')}</small>`;
  const isSure = low > 0 || high < 0;
  const kind = isSure ? (goodness(metric, difference) > 0 ? 'better' : 'worse') : '';
  return html`<small class="${kind}">${points(difference, language)}</small>
<small class="${kind}">[${points(low, language)} ; ${points(high, language)}]</small>`;
}

function plotOf(
  suites: readonly SuiteSummary[],
  comparison: Comparison | null,
  { language, say }: Voice,
): Markup {
  const differences = (comparison?.suites ?? []).flatMap((suite) => {
    const found = suite.gate && suite.metrics[suite.gate];
    if (!suite.gate || !found) return [];
    const label = `${nameOf(suite)}, ${metricLabel(suite.gate, language)}`;
    return [{ label, value: found.difference, low: found.low, high: found.high }];
  });
  if (differences.length > 0)
    return intervals(
      'differences',
      say(
        'Écart à la référence, en points, et intervalle à 95 %',
        'Difference from the baseline, in points, with 95 % interval',
      ),
      differences,
      language,
    );
  const bars = suites.flatMap((suite) => {
    const metric = mainMetric(suite.endpoint, (one) => suite.metrics[one] !== undefined);
    const found = metric && suite.metrics[metric];
    return found ? [{ label: `${nameOf(suite)}, ${metricLabel(metric, language)}`, value: found.mean }] : [];
  });
  return bars.length === 0
    ? html``
    : shareBars('means', say('Mesure principale de chaque jeu', 'Main metric of each suite'), bars, language);
}

/** Time, processor and memory, by suite. */
export function costSection(suites: readonly SuiteSummary[], { language, say }: Voice): Markup {
  const show = (value: number | null | undefined, digits = 1) =>
    value === null || value === undefined ? say('inconnu', 'unknown') : number(value, language, digits);
  const rows = suites.map((suite) => {
    const { latencyMs, firstTokenMs, costEuro, cpuSecondsPerQuery, peakRssBytes, ingested, errors } = suite;
    const memory = peakRssBytes === null ? null : peakRssBytes / 1e6;
    return html`<tr><th scope="row">${nameOf(suite)}</th><td>${show(latencyMs.p50)}</td><td>${show(latencyMs.p95)}</td>
<td>${show(firstTokenMs?.p50)}</td><td>${show(costEuro === null ? null : costEuro * 1_000, 3)}</td>
<td>${show(cpuSecondsPerQuery === null ? null : cpuSecondsPerQuery * 1_000)}</td><td>${show(memory, 0)}</td>
<td>${show(ingested?.documents, 0)}</td><td>${show(ingested?.chunks, 0)}</td><td>${show(ingested?.seconds)}</td><td>${errors}</td></tr>`;
  });
  const heads = [
    say('Délai médian (ms)', 'Median delay (ms)'),
    say('Délai, 95e centile (ms)', 'Delay, 95th percentile (ms)'),
    say('Premier mot, médiane (ms)', 'First word, median (ms)'),
    say('Euros pour 1 000 réponses', 'Euros for 1,000 answers'),
    say('Processeur par question (ms)', 'Processor per question (ms)'),
    say('Mémoire (Mo)', 'Memory (MB)'),
    'Documents',
    'Passages',
    say('Ingestion (s)', 'Ingestion (s)'),
    say('Erreurs', 'Errors'),
  ];
  return html`<section aria-labelledby="cost">
<h2 id="cost">${say('Délais et coûts', 'Delays and costs')}</h2>
${table({
  caption: say('Ce que le serveur a mis et consommé, par jeu.', 'What the server took and used, by suite.'),
  heads: [say('Jeu', 'Suite'), ...heads],
  rows,
})}
</section>`;
}

/** How well each signal tells questions with an answer from those without. */
export function abstentionSection(suites: readonly SuiteSummary[], { language, say }: Voice): Markup {
  const own = suites.filter((suite) => Object.keys(suite.abstention).length > 0);
  if (own.length === 0) return html``;
  const signals = [...new Set(own.flatMap((suite) => Object.keys(suite.abstention)))];
  const rows = own.map((suite) => {
    const cells = signals.map((signal) => {
      const area = suite.abstention[signal];
      return html`<td>${area === undefined ? say('sans objet', 'n/a') : number(area, language, 3)}</td>`;
    });
    return html`<tr><th scope="row">${nameOf(suite)}</th>${cells}</tr>`;
  });
  return html`<section aria-labelledby="abstention">
<h2 id="abstention">${say('Savoir qu’il n’y a rien', 'Knowing that there is nothing')}</h2>
${table({
  caption: say(
    'Aire sous la courbe ROC de chaque signal : 1 sépare tout, 0,5 ne sépare rien.',
    'Area under the ROC curve of each signal: 1 parts everything, 0.5 nothing.',
  ),
  heads: [say('Jeu', 'Suite'), ...signals],
  rows,
})}
</section>`;
}

/** Which planted instructions were followed, by their kind and by where they stood, for each suite and provider. */
export function obedienceSection(suites: readonly SuiteSummary[], { language, say }: Voice): Markup {
  const own = suites.filter((suite) => suite.attacks !== null);
  const tables = (['place', 'kind'] as const).map((by) => {
    const heads = [...new Set(own.flatMap(({ attacks }) => Object.keys(attacks?.[by] ?? {})))].sort();
    const rows = heads.map((head) => {
      const cells = own.map(({ attacks }) => {
        const found = attacks?.[by][head];
        return html`<td>${found ? `${percent(found.obeyed / found.asked, language)} (${found.obeyed}/${found.asked})` : say('sans objet', 'n/a')}</td>`;
      });
      return html`<tr><th scope="row">${head}</th>${cells}</tr>`;
    });
    const first = by === 'place' ? say('Endroit', 'Place') : say('Genre', 'Kind');
    return table({
      caption: say(
        `Part des réponses qui ont suivi la consigne : ${first.toLowerCase()}`,
        `Share of answers that obeyed: ${first.toLowerCase()}`,
      ),
      heads: [first, ...own.map(nameOf)],
      rows,
    });
  });
  if (own.length === 0) return html``;
  const offered = own.map(
    ({ attacks, ...suite }) => `${nameOf(suite)} ${attacks?.offered}/${attacks?.asked}`,
  );
  return html`<section aria-labelledby="obedience">
<h2 id="obedience">${say('Consignes plantées dans les documents', 'Instructions planted in documents')}</h2>
<p class="quiet">${say('Attaques qui se trouvaient dans une source de la réponse', 'Attacks that stood in a source of the answer')}${say(' : ', ': ')}${offered.join(', ')}.</p>
${tables}
</section>`;
}

/** A table that scrolls by itself, also with the keyboard. */
function table(parts: {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly Markup[];
}): Markup {
  const { caption, heads, rows } = parts;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
