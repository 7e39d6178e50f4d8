import type { DocumentStore } from '../../ports/document-store.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';

/**
 * Mends an index that lost or kept something (power cut, restored or deleted file): documents that differ from the truth
 * are indexed again or removed. Gives how many.
 */
export async function reconcileIndex(
  deps: IndexDeps & {
    readonly documents: Pick<DocumentStore, 'listReadableIds'>;
    readonly index: Pick<SearchIndex, 'listDocuments'>;
  },
  org: string,
): Promise<number> {
  const [truth, held] = await Promise.all([
    deps.documents.listReadableIds(org),
    deps.index.listDocuments(org),
  ]);
  const heldVersions = new Map(held.map(({ id, version }) => [id, version]));
  const wanted = new Set(truth.map(({ id }) => id));
  const different = truth.filter(({ id, version }) => heldVersions.get(id) !== version).map(({ id }) => id);
  const surplus = held.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);
  for (const id of [...different, ...surplus]) await indexDocument(deps, { org, id });
  return different.length + surplus.length;
}
