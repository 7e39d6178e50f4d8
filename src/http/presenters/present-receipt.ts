import type { ErasureReceipt } from '../../ports/erasure-store.ts';

/** The receipt of an erasure, as the audit keeps it. */
export function presentReceipt({ erasureId, begunAt, endedAt, idsHash, stores }: ErasureReceipt) {
  return {
    erasureId,
    begunAt: begunAt.toISOString(),
    endedAt: endedAt.toISOString(),
    idsHash,
    stores: Object.fromEntries(Object.entries(stores).map(([store, rows]) => [store, { ...rows }])),
  };
}
