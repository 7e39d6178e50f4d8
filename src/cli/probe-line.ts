import { factTexts, findingText, probeNames } from '../core/providers/probe-texts.ts';
import type { ProbeResult } from '../core/providers/provider.ts';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** One probe as a line of the terminal, with what was found in words. */
export function probeLine(result: ProbeResult, language: 'fr' | 'en'): string {
  const { probe, outcome, tookMs, finding } = result;
  const learned = factTexts(result, language);
  const said = [finding === null ? '' : findingText(finding, language), learned.join(', ')];
  return [`${marks[outcome]} ${probeNames[probe][language]}`, `${Math.round(tookMs)} ms`, ...said]
    .filter((part) => part !== '')
    .join('  ');
}
