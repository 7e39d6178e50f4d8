import type { ErasureStore } from '../../ports/erasure-store.ts';

const dayMs = 24 * 60 * 60 * 1000;

export type KeepWithinTimeDeps = { readonly erasures: Pick<ErasureStore, 'dropTombstones'> };

/** Drops what an organisation keeps no longer: tombstones (R71). Gives how much went of each. */
export async function keepWithinTime(
  deps: KeepWithinTimeDeps,
  org: string,
  { tombstoneDays, now }: { readonly tombstoneDays: number; readonly now: Date },
): Promise<{ readonly tombstones: number }> {
  const tombstones = await deps.erasures.dropTombstones(org, daysBefore(now, tombstoneDays));
  return { tombstones };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}
