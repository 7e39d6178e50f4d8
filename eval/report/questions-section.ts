import { lineKey, type ResultLine } from '../../src/core/evaluation/result-line.ts';
import { type Metric, mainMetric, metricLabel } from '../../src/core/evaluation/score/scores.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './sections.ts';
import { percent, points } from './words.ts';

/** Questions shown of each suite: the rest is in `results.jsonl`. */
const shownAtMost = 100;
const rankedShown = 5;

type Shown = { readonly line: ResultLine; readonly before: ResultLine | undefined; readonly change: number };

/**
 * The questions that are worth reading: leaks and errors, then the largest changes from the baseline, or without one the
 * lowest scores.
 */
export function questionsSection(
  lines: readonly ResultLine[],
  baseline: readonly ResultLine[] | null,
  voice: Voice,
): Markup {
  const { say } = voice;
  const earlier = new Map((baseline ?? []).map((line) => [lineKey(line), line]));
  const suites = [...Map.groupBy(lines, ({ suite, endpoint }) => `${suite} (${endpoint})`)].map(
    ([name, own]) => {
      const [{ endpoint } = { endpoint: 'search' as const }] = own;
      const gate = mainMetric(endpoint, (metric) =>
        own.some((line) => typeof line.scores[metric] === 'number'),
      );
      const worth = own
        .map((line): Shown => {
          const before = earlier.get(lineKey(line));
          return { line, before, change: changeOf(line, before, gate) };
        })
        .filter(({ line, change }) => change !== 0 || isBad(line))
        .sort((a, b) => weight(b) - weight(a) || (a.line.id < b.line.id ? -1 : 1));
      const shown = worth.slice(0, shownAtMost);
      return html`<details>
<summary>${name}${say(' : ', ': ')}${worth.length} ${
        baseline
          ? say('questions changées, en erreur ou avec fuite', 'questions changed, failed or leaking')
          : say('questions sans réponse entière', 'questions not fully answered')
      }</summary>
<div>
${worth.length > shown.length && html`<p class="quiet">${say(`Les ${shown.length} plus marquées ; toutes sont dans results.jsonl.`, `The ${shown.length} most marked; all are in results.jsonl.`)}</p>`}
<ul class="questions">${shown.map((one) => questionItem(one, gate, voice))}</ul>
</div>
</details>`;
    },
  );
  return html`<section aria-labelledby="questions">
<h2 id="questions">${
    baseline
      ? say('Questions dont le résultat a changé', 'Questions whose result changed')
      : say('Questions à regarder', 'Questions to look at')
  }</h2>
${suites}
</section>`;
}

/** Against the baseline: how much it changed. Without one: how much is missing. */
function changeOf(line: ResultLine, before: ResultLine | undefined, gate: Metric | null): number {
  const now = gate === null ? null : (line.scores[gate] ?? null);
  if (now === null) return 0;
  const then = before === undefined ? 1 : (before.scores[gate ?? ''] ?? now);
  return now - then;
}

/** Refused though there was an answer, or answered though there was none. */
const isWrongRefusal = ({ refused, answerable }: ResultLine) =>
  refused !== null && answerable !== null && refused === answerable;

const hasObeyed = ({ attack }: ResultLine) =>
  attack !== null && (attack.obeyed.length > 0 || attack.sinks.length > 0);

const isBad = (line: ResultLine) =>
  line.error !== null || line.leaks.length > 0 || hasObeyed(line) || isWrongRefusal(line);

function weight({ line, change }: Shown): number {
  const kind = line.leaks.length > 0 ? 4 : line.error !== null ? 3 : hasObeyed(line) ? 2 : 0;
  return kind + Math.abs(change) + (isWrongRefusal(line) ? 0.5 : 0);
}

function questionItem({ line, before, change }: Shown, gate: Metric | null, voice: Voice): Markup {
  const { language, say } = voice;
  const ranked = line.ranking.slice(0, rankedShown);
  const value = gate === null ? null : (line.scores[gate] ?? null);
  const kind = change > 0 ? 'better' : 'worse';
  const word = change > 0 ? say('meilleur', 'better') : say('moins bon', 'worse');
  return html`<li class="question">
<p><strong>${line.question}</strong></p>
<p class="quiet">${line.id} · ${line.as}${line.tags.length > 0 && ` · ${line.tags.join(', ')}`}</p>
${line.leaks.map((leak) => html`<p class="worse"><strong>${say('Fuite', 'Leak')}</strong>${say(' : ', ': ')}${leak.what} (${leak.where})</p>`)}
${line.error !== null && html`<p class="worse">${say('Erreur', 'Error')}${say(' : ', ': ')}${line.error}</p>`}
${line.attack !== null && line.attack.obeyed.length > 0 && html`<p class="worse">${say('Consigne plantée suivie', 'Planted instruction followed')}${say(' : ', ': ')}${line.attack.obeyed.join(', ')}</p>`}
${isWrongRefusal(line) && html`<p class="worse">${line.refused ? say('Refusée à tort', 'Refused wrongly') : say('Aurait dû être refusée', 'Should have been refused')}</p>`}
${value !== null && html`<p>${gate && metricLabel(gate, language)}${say(' : ', ': ')}${percent(value, language)}${before && change !== 0 && html` <span class="${kind}">(${word}, ${points(change, language)})</span>`}</p>`}
${line.answer !== null && html`<blockquote>${shorten(line.answer)}</blockquote>`}
${ranked.length > 0 && html`<ol class="ranking">${ranked.map((one) => html`<li>${one.document}${one.heading && ` › ${one.heading}`}${one.relevant && html` <strong class="better">✓ ${say('attendu', 'expected')}</strong>`}</li>`)}</ol>`}
</li>`;
}

const shorten = (text: string) => (text.length > 600 ? `${text.slice(0, 600)}…` : text);
