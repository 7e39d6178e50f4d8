import { factText, findingText, probeNames } from '../core/providers/probe-texts.ts';
import type { ProbeResult } from '../core/providers/provider.ts';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** One probe as a line of the terminal, with what was found in words. */
export function probeLine(
  { probe, outcome, tookMs, finding, facts }: ProbeResult,
  language: 'fr' | 'en',
): string {
  const learned = Object.entries(facts).map(([name, value]) => factText(name, value, language));
  const said = [finding === null ? '' : findingText(finding, language), learned.join(', ')];
  return [`${marks[outcome]} ${probeNames[probe][language]}`, `${Math.round(tookMs)} ms`, ...said]
    .filter((part) => part !== '')
    .join('  ');
}
