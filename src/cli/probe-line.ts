import type { ProbeResult } from '../core/providers/provider.ts';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** One probe as a line of the terminal. */
export function probeLine({ probe, outcome, tookMs, finding, facts }: ProbeResult): string {
  const learned = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return [`${marks[outcome]} ${probe}`, `${Math.round(tookMs)} ms`, finding ?? '', ...learned]
    .filter((part) => part !== '')
    .join('\t');
}
