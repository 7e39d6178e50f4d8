import type { DocumentCounts, IndexReport } from '../../core/ingest/index-report.ts';
import type { EmbeddingStatus } from '../../core/ingest/keep-generations.ts';
import { reasons } from '../../core/reasons.ts';
import { presentEmbedding } from './present-provider.ts';

/** How an index stands: numbers, and the names of spaces. */
export function presentIndex({
  spaces,
  outbox,
  rebuilds,
  comparison,
  embedding,
  ...counts
}: IndexReport & { readonly embedding: EmbeddingStatus }) {
  return {
    ...presentCounts(counts),
    spaces: spaces.map(({ id, title, assistantEnabled, ...own }) => ({
      id,
      title,
      assistantEnabled,
      ...presentCounts(own),
    })),
    lanes: [...outbox],
    rebuilds: rebuilds.map(({ subject, askedAt, ...progress }) => ({
      subject: { ...subject },
      askedAt: askedAt.toISOString(),
      ...progress,
    })),
    comparison: comparison && {
      comparedAt: comparison.comparedAt.toISOString(),
      differed: comparison.differed,
    },
    embedding: presentEmbedding(embedding),
  };
}

/** Documents by where they stand, why not in words of both languages. */
export function presentCounts({
  total,
  byState,
  encrypted,
  excluded,
  unread,
  newestAt,
  oldestWaitingSeconds,
}: DocumentCounts) {
  return {
    documents: { total, byState: { ...byState }, encrypted, excluded },
    unread: unread.map(({ state, reason, documents }) => ({
      state,
      code: reason,
      text: { ...reasons[reason] },
      documents,
    })),
    newestAt: newestAt?.toISOString() ?? null,
    oldestWaitingSeconds,
  };
}
