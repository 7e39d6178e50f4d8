import type { DocumentStore, WorkItem } from '../../ports/document-store.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';
import type { DocumentKey } from '../document.ts';
import { encodeCard } from '../find/encode.ts';

export type IndexDeps = {
  readonly documents: Pick<DocumentStore, 'loadForIndex' | 'findWork'>;
  readonly index: Pick<SearchIndex, 'replaceDocument' | 'removeDocument' | 'setPlacement'>;
  readonly analyser: Pick<TextAnalyser, 'encode'>;
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
  const vectors = await deps.analyser.encode(
    live.chunks.map(({ headings, text, language }) => ({ title, headings, text, language })),
  );
  await deps.index.replaceDocument(
    { org: key.org, id: key.id, version, space, path, accessClass, card: encodeCard(title, language) },
    live.chunks.flatMap(({ id }, i) => {
      const words = vectors[i];
      return words ? [{ id, words }] : [];
    }),
  );
  const now = await placeDocument(deps, key, { space, path, accessClass });
  // What went while its words were encoded was just brought back to the index, and what was renamed, its former words.
  return now?.title === title ? 'indexed' : indexDocument(deps, key);
}

type Place = { readonly space: string; readonly path: string; readonly accessClass: number };

/**
 * Brings space, path and readers to the index; with `indexed`, only if they changed since. Gives the document as it stands; `null`
 * when it is gone, or has no text: there is nothing to place then.
 */
export async function placeDocument(
  deps: Omit<IndexDeps, 'analyser'>,
  key: DocumentKey,
  indexed?: Place,
): Promise<WorkItem | null> {
  const now = await deps.documents.findWork(key);
  if (!now || now.state === 'skipped' || now.state === 'failed') return null;
  const { space, path, accessClass } = now;
  if (indexed?.space === space && indexed.path === path && indexed.accessClass === accessClass) return now;
  await deps.index.setPlacement({ org: key.org, id: key.id }, { space, path, accessClass });
  return now;
}
