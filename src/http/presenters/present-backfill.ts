import { type Backfill, remainingSeconds } from '../../core/workplace/backfill/backfill.ts';

/** A backfill as it leaves: how far it has come, never where its next page is. */
export function presentBackfill(backfill: Backfill, now = new Date()) {
  const { id, source, spaces, phase, state, expected, listed, changed, removed, unreadable } = backfill;
  return {
    id,
    source,
    spaces: spaces && [...spaces],
    phase,
    state,
    expected,
    listed,
    changed,
    removed,
    unreadable,
    problems: [...backfill.problems],
    trouble: backfill.trouble,
    remainingSeconds: state === 'running' ? remainingSeconds(backfill, now) : null,
    startedAt: backfill.startedAt.toISOString(),
    updatedAt: backfill.updatedAt.toISOString(),
    endedAt: backfill.endedAt?.toISOString() ?? null,
  };
}
