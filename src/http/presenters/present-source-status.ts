import type { ReconciliationState } from '../../ports/reconciliation-store.ts';

const written = (date: Date | null): string | null => date?.toISOString() ?? null;

/** How a source compares, as it leaves: ids, counts and times. */
export function presentSourceStatus(state: ReconciliationState) {
  return {
    comparedAt: written(state.comparedAt),
    agreedAt: written(state.agreedAt),
    behindSince: written(state.behindSince),
    directoryPulledAt: written(state.directoryPulledAt),
    receiptsEndedAt: written(state.receiptsEndedAt),
    differences: state.differences.map(({ since, seenAt, repairedAt, ...difference }) => ({
      ...difference,
      since: since.toISOString(),
      seenAt: seenAt.toISOString(),
      repairedAt: written(repairedAt),
    })),
  };
}
