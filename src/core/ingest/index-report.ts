import { tunables } from '../../../config/tunables.ts';
import type { CountedDocuments, IndexHealth, Rebuild } from '../../ports/index-health.ts';
import { type DocumentState, documentStates, type OrganisationId } from '../document.ts';
import type { ReasonCode } from '../reasons.ts';
import { sum } from '../sum.ts';

/** Documents by where they stand. */
export type DocumentCounts = {
  readonly total: number;
  readonly byState: Readonly<Record<DocumentState, number>>;
  /** Of those, protected by a password or encrypted from end to end: counted, never read. */
  readonly encrypted: number;
  /** Of those, in a space that is excluded from the assistant. */
  readonly excluded: number;
  /** Why others were not read, the most frequent first. */
  readonly unread: readonly {
    readonly state: DocumentState;
    readonly reason: ReasonCode;
    readonly documents: number;
  }[];
  /** When the newest text was published. */
  readonly newestAt: Date | null;
  readonly oldestWaitingSeconds: number | null;
};

export type IndexReport = DocumentCounts & {
  readonly spaces: readonly (DocumentCounts & {
    readonly id: string;
    readonly title: string;
    readonly assistantEnabled: boolean;
  })[];
  readonly outbox: Awaited<ReturnType<IndexHealth['countOutbox']>>;
  readonly rebuilds: readonly Rebuild[];
  readonly comparison: Awaited<ReturnType<IndexHealth['lastComparison']>>;
};

/** How the index of an organisation and of each of its spaces stands, in a few statements that read no text. */
export async function reportIndex(
  { indexHealth }: { readonly indexHealth: IndexHealth },
  org: OrganisationId,
): Promise<IndexReport> {
  const [counted, spaces, outbox, rebuilds, comparison] = await Promise.all([
    indexHealth.count(org),
    indexHealth.listSpaces(org),
    indexHealth.countOutbox(org),
    indexHealth.listRebuilds(org, tunables.background.rebuildsShown),
    indexHealth.lastComparison(org),
  ]);
  return {
    ...addUp(counted),
    spaces: spaces.map((space) => ({ ...space, ...addUp(counted.filter((one) => one.space === space.id)) })),
    outbox,
    rebuilds,
    comparison,
  };
}

const encryptedReasons: ReadonlySet<ReasonCode> = new Set(['encrypted', 'end-to-end-encrypted']);

/** What rows of several spaces, states and reasons say together. */
export function addUp(counted: readonly CountedDocuments[]): DocumentCounts {
  const documentsOf = (is: (one: CountedDocuments) => boolean) =>
    sum(counted.filter(is).map(({ documents }) => documents));
  const byReason = new Map<string, DocumentCounts['unread'][number]>();
  for (const { state, reason, documents } of counted) {
    if (reason === null || reason === 'space-excluded' || encryptedReasons.has(reason)) continue;
    const before = byReason.get(`${state} ${reason}`)?.documents ?? 0;
    byReason.set(`${state} ${reason}`, { state, reason, documents: before + documents });
  }
  const newest = Math.max(...counted.map(({ newestAt }) => newestAt?.getTime() ?? 0), 0);
  const waiting = counted.flatMap(({ oldestWaitingSeconds }) => oldestWaitingSeconds ?? []);
  return {
    total: documentsOf(() => true),
    byState: Object.fromEntries(
      documentStates.map((state) => [state, documentsOf((one) => one.state === state)]),
    ) as Record<DocumentState, number>,
    encrypted: documentsOf(({ reason }) => reason !== null && encryptedReasons.has(reason)),
    excluded: documentsOf(({ reason }) => reason === 'space-excluded'),
    unread: [...byReason.values()].toSorted(
      (a, b) => b.documents - a.documents || (a.reason < b.reason ? -1 : 1),
    ),
    newestAt: newest === 0 ? null : new Date(newest),
    oldestWaitingSeconds: waiting.length === 0 ? null : Math.max(...waiting),
  };
}
