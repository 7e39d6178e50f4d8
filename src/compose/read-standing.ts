import { embeddingStatus } from '../core/ingest/keep-generations.ts';
import { sum } from '../core/sum.ts';
import type { Standing } from '../ports/metrics.ts';
import type { EnginesIn } from './organisation-engines.ts';
import type { Stores } from './stores.ts';

/** What stands now, of all organisations together: each is counted by itself, and their numbers are added. */
export async function readStanding(
  stores: Stores,
  enginesIn: EnginesIn,
): Promise<Omit<Standing, 'privateDocuments'>> {
  const [queues, monitoring, assistantsOff, organisations] = await Promise.all([
    stores.queue.countsByQueue(),
    stores.monitoring.read(),
    stores.assistant.countOff(),
    stores.access.listOrganisations(),
  ]);
  const each = await Promise.all(
    organisations.map(async ({ id }) => ({
      byState: await stores.documents.countByState(id),
      embedding: await embeddingStatus({ ...stores, ...(await enginesIn(id)) }, id),
    })),
  );
  const states = new Set(each.flatMap(({ byState }) => Object.keys(byState) as (keyof typeof byState)[]));
  const vectorsIn = (generation: 'serving' | 'building') => {
    const all = each.map(({ embedding }) => embedding[generation]);
    const [whole, total, tooSensitive] = (['done', 'total', 'tooSensitive'] as const).map((what) =>
      sum(all.map((one) => one?.[what] ?? 0)),
    ) as [number, number, number];
    return { whole, missing: total - whole - tooSensitive, tooSensitive };
  };
  return {
    queues,
    monitoring,
    assistantsOff,
    documents: Object.fromEntries(
      [...states].map((state) => [state, sum(each.map(({ byState }) => byState[state] ?? 0))]),
    ),
    vectors: { serving: vectorsIn('serving'), building: vectorsIn('building') },
  };
}
