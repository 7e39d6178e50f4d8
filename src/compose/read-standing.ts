import { addVectorCounts } from '../core/ingest/add-vector-counts.ts';
import type { Embedders } from '../ports/embedders.ts';
import type { Standing } from '../ports/metrics.ts';
import type { Stores } from './stores.ts';

/** What stands now, of all organisations together; `installed` embeds for those that have chosen nobody. */
export async function readStanding(
  stores: Pick<Stores, 'queue' | 'monitoring' | 'assistant'>,
  installed: Embedders,
): Promise<Omit<Standing, 'privateDocuments'>> {
  const [queues, monitoring, assistantsOff, documents, vectors] = await Promise.all([
    stores.queue.countsByQueue(),
    stores.monitoring.read(),
    stores.assistant.countOff(),
    stores.monitoring.countByState(),
    stores.monitoring.countVectors(),
  ]);
  return { queues, monitoring, assistantsOff, documents, vectors: addVectorCounts(vectors, installed) };
}
