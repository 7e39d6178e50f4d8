import type { Language } from '../../src/core/document.ts';
import type { Comparison } from '../../src/core/evaluation/compare-runs.ts';
import type { ResultLine } from '../../src/core/evaluation/result-line.ts';
import { leaksOf } from '../../src/core/evaluation/result-line.ts';
import type { SuiteSummary } from '../../src/core/evaluation/summarise.ts';
import { sinksOf } from '../run/write-run.ts';
import { html, raw } from './markup.ts';
import { questionsSection } from './questions-section.ts';
import {
  abstentionSection,
  costSection,
  leaksSection,
  matrixSection,
  obedienceSection,
  sinksSection,
  type Voice,
  verdictSection,
} from './sections.ts';
import { style } from './style.ts';

export type Report = {
  readonly language: Language;
  readonly date: Date;
  readonly lines: readonly ResultLine[];
  readonly suites: readonly SuiteSummary[];
  readonly baseline: readonly ResultLine[] | null;
  readonly comparison: Comparison | null;
};

/** The report of a run as one page: no script, nothing fetched. */
export function htmlReport({ language, date, lines, suites, baseline, comparison }: Report): string {
  const voice: Voice = { language, say: (fr, en) => (language === 'fr' ? fr : en) };
  const { say } = voice;
  const title = say('Évaluation de Sourcier', 'Evaluation of Sourcier');
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(date);
  const page = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}, ${when}</title>
<style>${raw(style)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p class="quiet">${when} · ${lines.length} ${say('résultats', 'results')}</p></header>
<main>
${leaksSection(leaksOf(lines), voice)}
${sinksSection(sinksOf(lines), voice)}
${verdictSection(comparison, voice)}
${matrixSection(suites, comparison, voice)}
${obedienceSection(suites, voice)}
${abstentionSection(suites, voice)}
${costSection(suites, voice)}
${questionsSection(lines, baseline, voice)}
</main>
</body>
</html>`;
  return `<!doctype html>\n${page.markup}\n`;
}
