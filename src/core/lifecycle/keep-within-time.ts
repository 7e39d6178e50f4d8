import type { ErasureStore } from '../../ports/erasure-store.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { RetentionRepository } from '../../ports/retention-repository.ts';

const dayMs = 24 * 60 * 60 * 1000;

export type KeepWithinTimeDeps = {
  readonly erasures: Pick<ErasureStore, 'dropTombstones'>;
  readonly evaluations: Pick<EvaluationStore, 'dropEnded'>;
  readonly retention: Pick<RetentionRepository, 'find' | 'purgeConversations'>;
};

/**
 * Drops what an organisation keeps no longer: conversations and evaluations beyond its retention, but for conversations that are
 * held (R74), and tombstones. Gives how many of each. The audit has its own time (`dropOldRecords`).
 */
export async function keepWithinTime(
  deps: KeepWithinTimeDeps,
  org: string,
  { tombstoneDays, now }: { readonly tombstoneDays: number; readonly now: Date },
): Promise<{ readonly conversations: number; readonly evaluations: number; readonly tombstones: number }> {
  const { conversationDays } = await deps.retention.find(org);
  const conversations =
    conversationDays === null ? 0 : await purge(deps, org, daysBefore(now, conversationDays));
  const evaluations =
    conversationDays === null ? 0 : await deps.evaluations.dropEnded(org, daysBefore(now, conversationDays));
  const tombstones = await deps.erasures.dropTombstones(org, daysBefore(now, tombstoneDays));
  return { conversations, evaluations, tombstones };
}

async function purge({ retention }: KeepWithinTimeDeps, org: string, before: Date): Promise<number> {
  for (let purged = 0; ; ) {
    const { conversations } = await retention.purgeConversations(org, before);
    if (conversations === 0) return purged;
    purged += conversations;
  }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}
