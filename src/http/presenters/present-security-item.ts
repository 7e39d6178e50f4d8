import type { SecurityItem } from '../../ports/security-item-repository.ts';

/** What somebody said they should not have seen: ids, dates and the note, nothing of the answer. */
export function presentSecurityItem(item: SecurityItem) {
  const { id, messageId, user, documents, state, note, openedAt, changedAt, changedBy } = item;
  return {
    id,
    messageId,
    user,
    documents: documents.map(({ documentId, version, cited }) => ({ documentId, version, cited })),
    state,
    note,
    openedAt: openedAt.toISOString(),
    changedAt: changedAt?.toISOString() ?? null,
    changedBy,
  };
}
