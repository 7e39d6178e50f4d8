import type { CheckResult } from '../core/contract/check/report.ts';
import { checkTexts, skipTexts } from '../core/contract/check/texts.ts';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** One check as lines of the terminal: what was looked at, and where it failed what is wrong and what to do. */
export function checkLines(result: CheckResult, language: 'fr' | 'en'): string[] {
  const { title, remedy } = checkTexts[result.check];
  const head = `${marks[result.outcome]} ${title[language]} [${result.check}]`;
  if (result.outcome === 'passed') return [head];
  if (result.outcome === 'skipped') return [`${head}  ${skipTexts[result.reason][language]}`];
  const more = language === 'fr' ? `et ${result.more} de plus` : `and ${result.more} more`;
  return [
    head,
    ...result.problems.map((problem) => `    ${problem}`),
    ...(result.more > 0 ? [`    ${more}`] : []),
    `    → ${remedy[language]}`,
  ];
}

/** The same for scripts: stable names, and the texts in the language of the terminal. */
export function presentCheck(result: CheckResult, language: 'fr' | 'en') {
  const { title, remedy } = checkTexts[result.check];
  const { check: name, outcome } = result;
  return {
    name,
    outcome,
    title: title[language],
    ...(result.outcome === 'failed' && {
      problems: result.problems,
      more: result.more,
      remedy: remedy[language],
    }),
    ...(result.outcome === 'skipped' && {
      reason: result.reason,
      reasonText: skipTexts[result.reason][language],
    }),
  };
}
