import type { DocumentCounts } from '../../api/index-health.ts';

/** Documents that questions can find, by words or by meaning too. */
export function findable({ documents: { byState } }: DocumentCounts): number {
  return byState.searchable + byState['searchable-words'];
}

/** Documents that are on their way. */
export function waiting({ documents: { byState } }: DocumentCounts): number {
  return byState.queued + byState.fetching + byState.parsing;
}

/** A length of time in its largest unit that is not nothing. */
export function ageOf(seconds: number): {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly count: number;
} {
  if (seconds < 60) return { unit: 'seconds', count: Math.round(seconds) };
  if (seconds < 3_600) return { unit: 'minutes', count: Math.round(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hours', count: Math.round(seconds / 3_600) };
  return { unit: 'days', count: Math.round(seconds / 86_400) };
}
