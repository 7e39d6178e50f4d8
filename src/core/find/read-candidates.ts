import { tunables } from '../../../config/tunables.ts';
import type { Hit } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import { limitPerDocument } from './limit-per-document.ts';

/**
 * Reads the candidates of each list of hits (best first) through the gate: those that the lists would hold if what the
 * gate withholds had never been in them. An index in step with the truth costs one call of the gate; a stale one costs
 * more calls, never a result.
 */
export async function readCandidates(
  gate: (chunkIds: readonly string[]) => Promise<readonly Passage[]>,
  lists: readonly (readonly Hit[])[],
  limit: number,
): Promise<ReadonlyMap<string, Passage>> {
  const readable = new Map<string, Passage>();
  const withheld = new Set<string>();
  for (;;) {
    const wanted = lists.flatMap((hits) =>
      candidates(
        hits.filter((hit) => !withheld.has(hit.chunkId)),
        limit,
      ),
    );
    const unread = [...new Set(wanted.map((hit) => hit.chunkId))].filter((id) => !readable.has(id));
    if (unread.length === 0) return readable;
    for (const passage of await gate(unread)) readable.set(passage.id, passage);
    for (const id of unread) if (!readable.has(id)) withheld.add(id);
  }
}

function candidates(hits: readonly Hit[], limit: number): Hit[] {
  const { candidatesPerResult, candidatesAtLeast, candidatesPerDocument } = tunables.find;
  return limitPerDocument(hits, (hit) => hit.documentId, candidatesPerDocument).slice(
    0,
    Math.max(candidatesAtLeast, candidatesPerResult * limit),
  );
}
