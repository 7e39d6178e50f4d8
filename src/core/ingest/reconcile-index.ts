import type { DocumentStore } from '../../ports/document-store.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';

type ReconcileDeps = IndexDeps & {
  readonly documents: Pick<DocumentStore, 'listReadable' | 'requestVectors'>;
  readonly index: Pick<SearchIndex, 'listDocuments'>;
};

/**
 * Mends an index that lost or kept something (power cut, restored or deleted file, a queue that was lost): documents whose
 * version or place differs from the truth are indexed again or removed. Gives how many.
 */
export async function reconcileIndex(
  deps: ReconcileDeps,
  org: string,
  options: { readonly embed: boolean },
): Promise<number> {
  const [truth, held] = await Promise.all([deps.documents.listReadable(org), deps.index.listDocuments(org)]);
  const heldById = new Map(held.map((document) => [document.id, document]));
  const readable = new Set(truth.map(({ id }) => id));
  const lost: { id: string; version: number }[] = [];
  const misplaced: string[] = [];
  for (const document of truth) {
    const there = heldById.get(document.id);
    if (there?.version !== document.version) lost.push(document);
    else if (
      there.accessClass !== document.accessClass ||
      there.space !== document.space ||
      there.path !== document.path
    )
      misplaced.push(document.id);
  }
  const surplus = held.filter(({ id }) => !readable.has(id)).map(({ id }) => id);
  for (const id of [...lost.map((document) => document.id), ...misplaced, ...surplus])
    await indexDocument(deps, { org, id });
  // Vectors are kept in the truth by text: bringing them back embeds nothing anew.
  if (options.embed) await deps.documents.requestVectors(org, lost);
  return lost.length + misplaced.length + surplus.length;
}
