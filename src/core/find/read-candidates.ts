import { tunables } from '../../../config/tunables.ts';
import type { Hit } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import { limitPerDocument } from './limit-per-document.ts';

/** How many results are wanted, and at most how many passages of each document. */
type Wanted = { readonly limit: number; readonly perDocument: (document: string) => number };

/**
 * Reads the candidates of each list of hits (best first) through the gate: those that the lists would hold if what the
 * gate withholds had never been in them. An index in step with the truth costs one call of the gate; a stale one costs
 * more calls, never a result.
 */
export async function readCandidates(
  gate: (chunkIds: readonly string[]) => Promise<readonly Passage[]>,
  lists: readonly (readonly Hit[])[],
  wanted: Wanted,
): Promise<{
  readonly readable: ReadonlyMap<string, Passage>;
  /** Documents of the passages that the gate withheld. */
  readonly withheld: readonly string[];
}> {
  const readable = new Map<string, Passage>();
  const withheld = new Set<string>();
  for (;;) {
    const candidates = lists.flatMap((hits) =>
      best(
        hits.filter((hit) => !withheld.has(hit.chunkId)),
        wanted,
      ),
    );
    const unread = [...new Set(candidates.map((hit) => hit.chunkId))].filter((id) => !readable.has(id));
    if (unread.length === 0) return { readable, withheld: documentsOf(withheld, lists) };
    for (const passage of await gate(unread)) readable.set(passage.id, passage);
    for (const id of unread) if (!readable.has(id)) withheld.add(id);
  }
}

function documentsOf(chunkIds: ReadonlySet<string>, lists: readonly (readonly Hit[])[]): string[] {
  if (chunkIds.size === 0) return [];
  const hits = lists.flat().filter(({ chunkId }) => chunkIds.has(chunkId));
  return [...new Set(hits.map(({ documentId }) => documentId))];
}

/** Some to spare of each document that shows several, for near-duplicates. */
function best(hits: readonly Hit[], { limit, perDocument }: Wanted): Hit[] {
  const { candidatesPerResult, candidatesAtLeast, candidatesPerDocument, documentCandidatesPerResult } =
    tunables.find;
  const several = hits.some(({ documentId }) => perDocument(documentId) > 1);
  const most = several
    ? Math.max(candidatesAtLeast, candidatesPerResult * limit)
    : documentCandidatesPerResult * limit;
  const ofOne = (document: string) =>
    perDocument(document) === 1 ? 1 : Math.max(candidatesPerDocument, perDocument(document));
  return limitPerDocument(hits, ({ documentId }) => documentId, ofOne).slice(0, most);
}
