import type { Collections } from './collections.ts';
import type { Filter } from './filters.ts';
import type { WorkingStore } from './store.ts';

/** Counts points exactly: an estimate would tell of those that the filter hides. */
export async function countPoints(
  { quick }: Pick<WorkingStore, 'quick'>,
  kind: keyof Collections,
  filter: Filter,
): Promise<number> {
  const { count } = await quick((client, names) => client.count(names[kind], { filter, exact: true }));
  return count;
}

/** The same for several who ask: counted when the first one does. */
export function countOnce(
  store: Pick<WorkingStore, 'quick'>,
  kind: keyof Collections,
  filter: Filter,
): () => Promise<number> {
  let count: Promise<number> | null = null;
  return () => {
    count ??= countPoints(store, kind, filter);
    return count;
  };
}
