import type { z } from 'zod';
import type { WorkplaceStore } from '../../ports/workplace-store.ts';
import type { EventResult } from '../contract/event-result.ts';
import { type WorkplaceEvent, workplaceEvent } from '../contract/events.ts';
import type { ErrorCode } from '../errors.ts';
import type { Source } from './source.ts';

/**
 * Takes what a source delivers, each event by itself: one that cannot be is rejected with a code, the others hold when this
 * resolves. Results are in the order of the events.
 */
export async function receiveEvents(
  deps: { readonly workplace: Pick<WorkplaceStore, 'apply'>; readonly clock: () => Date },
  source: Source,
  delivered: readonly unknown[],
): Promise<EventResult[]> {
  const read = delivered.map((event) => readEvent(source, event));
  const events = read.flatMap(({ event }) => event ?? []);
  const outcomes = await deps.workplace.apply(source, events, {
    lane: 'interactive',
    now: deps.clock(),
    rejected: read.length - events.length,
  });
  let at = 0;
  return read.map((one) =>
    one.event ? { id: one.event.id, outcome: outcomes[at++] ?? 'stale' } : one.result,
  );
}

type Read = { readonly event: WorkplaceEvent } | { readonly event?: never; readonly result: EventResult };

/** An event that its source may send, or why not. */
export function readEvent(source: Source, delivered: unknown): Read {
  const parsed = workplaceEvent.safeParse(delivered);
  if (!parsed.success) return rejected(delivered, 'EVENT_INVALID', describe(parsed.error));
  const event = parsed.data;
  if (event.data.tenant !== source.tenant) return rejected(event, 'EVENT_TENANT_MISMATCH');
  if (!source.isDirectory && isOfDirectory(event)) return rejected(event, 'EVENT_NOT_ALLOWED');
  return { event };
}

/** What only a directory may say: documents, folders and the source itself are any source's. */
const isOfDirectory = ({ type }: WorkplaceEvent): boolean =>
  /^fr\.workplace\.(space|group|user|org)\./.test(type);

function rejected(delivered: unknown, code: ErrorCode, detail?: string): Read {
  const id = (delivered as { readonly id?: unknown } | null)?.id;
  return {
    result: {
      id: typeof id === 'string' ? id.slice(0, 200) : null,
      outcome: 'rejected',
      code,
      ...(detail && { detail }),
    },
  };
}

/** Where the first problems are, never what stands there: it can be the title of a document. */
function describe({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`)
    .join('; ')
    .slice(0, 500);
}
