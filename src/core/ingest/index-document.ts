import type { DocumentStore } from '../../ports/document-store.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import type { DocumentKey } from '../document.ts';
import { encodeChunk } from '../find/encode.ts';

export type IndexDeps = {
  readonly documents: Pick<DocumentStore, 'loadForIndex' | 'findWork'>;
  readonly index: Pick<SearchIndex, 'replaceDocument' | 'removeDocument' | 'setPlacement'>;
};

/** Makes the index hold of one document exactly what the truth says now: its live text, or nothing. */
export async function indexDocument(deps: IndexDeps, key: DocumentKey): Promise<'indexed' | 'removed'> {
  const live = await deps.documents.loadForIndex(key);
  if (!live) {
    await deps.index.removeDocument({ org: key.org, id: key.id });
    // It may have come back between the question and the removal: then it is indexed like any other.
    return (await deps.documents.loadForIndex(key)) ? indexDocument(deps, key) : 'removed';
  }
  const { version, title, language, space, path, accessClass } = live;
  await deps.index.replaceDocument(
    { org: key.org, id: key.id, version, space, path, accessClass },
    live.chunks.map(({ id, headings, text }) => ({
      id,
      words: encodeChunk({ title, headings, text, language }),
    })),
  );
  await placeDocument(deps, key, { space, path, accessClass });
  return 'indexed';
}

type Place = { readonly space: string; readonly path: string; readonly accessClass: number };

/** Brings space, path and readers to the index; with `indexed`, only if they changed since. */
export async function placeDocument(deps: IndexDeps, key: DocumentKey, indexed?: Place): Promise<void> {
  const now = await deps.documents.findWork(key);
  if (!now) return;
  const { space, path, accessClass } = now;
  if (indexed && indexed.space === space && indexed.path === path && indexed.accessClass === accessClass)
    return;
  await deps.index.setPlacement({ org: key.org, id: key.id }, { space, path, accessClass });
}
