import { tunables } from '../../../config/tunables.ts';
import type { Collections } from './collections.ts';
import type { Filter } from './filters.ts';
import type { WorkingStore } from './store.ts';

/** Goes through the points of a collection, with the fields of their payload that are named. */
export async function* listPoints<Payload extends object>(
  { patient }: Pick<WorkingStore, 'patient'>,
  kind: keyof Collections,
  filter: Filter | { must: Filter['must']; must_not: Filter['must'] },
  fields: readonly (keyof Payload & string)[],
): AsyncGenerator<{ readonly id: string; readonly payload: Payload }> {
  let offset: unknown;
  do {
    // Nobody waits for a list: it may take its time.
    const page = await patient((client, names) =>
      client.scroll(names[kind], {
        filter,
        limit: tunables.qdrant.pageSize,
        with_payload: [...fields],
        with_vector: false,
        ...(offset !== undefined && { offset: offset as string }),
      }),
    );
    for (const { id, payload } of page.points) yield { id: String(id), payload: payload as Payload };
    offset = page.next_page_offset ?? undefined;
  } while (offset !== undefined);
}
