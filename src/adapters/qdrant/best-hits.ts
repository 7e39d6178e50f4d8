import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { Hit } from '../../ports/search-index.ts';
import type { ChunkPayload } from './points.ts';
import type { WorkingStore } from './store.ts';

type Search = Omit<Schemas['QueryRequest'], 'limit'>;

/**
 * The best chunks of a search, equal scores by chunk id, of those that `choose` leaves of all that were ranked. The server cuts
 * among equals as it likes, so more are asked for until something worse than the last one wanted comes, or nothing more.
 */
export async function bestHits(
  store: WorkingStore,
  search: Search,
  limit: number,
  choose: (ranked: readonly Hit[]) => readonly Hit[] = (ranked) => ranked,
): Promise<readonly Hit[]> {
  const { spareHits, mostHits } = tunables.qdrant;
  if (limit <= 0) return [];
  for (let asked = Math.min(limit + spareHits, mostHits); ; asked = Math.min(asked * 2, mostHits)) {
    const found = await ask(store, search, asked);
    const chosen = choose(found.toSorted(inOrder));
    const last = chosen[limit - 1]?.score;
    const isAll = found.length < asked || asked === mostHits;
    if (isAll || (last !== undefined && last > (found.at(-1)?.score ?? 0))) return chosen.slice(0, limit);
  }
}

async function ask(store: WorkingStore, search: Search, limit: number): Promise<Hit[]> {
  const { points } = await store.quick((client, { chunks }) =>
    client.query(chunks, { ...search, limit, with_payload: ['chunk', 'document'] }),
  );
  return points.map(({ payload, score }) => {
    const { chunk, document } = payload as Pick<ChunkPayload, 'chunk' | 'document'>;
    return { chunkId: chunk, documentId: document, score };
  });
}

function inOrder(a: Hit, b: Hit): number {
  return b.score - a.score || compare(a.chunkId, b.chunkId) || compare(a.documentId, b.documentId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
