import { tunables } from '../../../config/tunables.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { WorkplaceStore } from '../../ports/workplace-store.ts';
import { idOf, workplaceEvent } from '../contract/events.ts';
import { AppError } from '../errors.ts';
import type { Source } from './source.ts';

type Deps = {
  readonly documents: Pick<DocumentStore, 'countWaiting'>;
  readonly outbox: Pick<Outbox, 'oldestSeconds'>;
  readonly workplace: Pick<WorkplaceStore, 'knowsAny'>;
};

const limits = tunables.workplace.backPressure;

/**
 * Looks before each delivery whether it can wait: one that announces new documents alone is to come again later while too many of its
 * organisation wait to be read, or jobs have not reached the queue for long. Anything that may say something of rights is never
 * refused for that: an event of a document that is known can narrow its readers, whatever else it brings.
 */
export function createRefusal(deps: Deps): (source: Source, delivered: readonly unknown[]) => Promise<void> {
  const known = new Map<string, { readonly isBehind: boolean; readonly until: number }>();

  async function isBehind(org: string): Promise<boolean> {
    const last = known.get(org);
    if (last && performance.now() < last.until) return last.isBehind;
    const [waiting, seconds] = await Promise.all([
      deps.documents.countWaiting(org),
      deps.outbox.oldestSeconds(),
    ]);
    const now = waiting >= limits.documentsWaiting || seconds >= limits.outboxSeconds;
    known.set(org, { isBehind: now, until: performance.now() + limits.knownMs });
    return now;
  }

  return async (source, delivered) => {
    const announced = delivered.map(announcedIn);
    const ids = announced.flatMap((id) => id ?? []);
    if (ids.length === 0 || ids.length < announced.length) return;
    if (!(await isBehind(source.org)) || (await deps.workplace.knowsAny(source, ids))) return;
    throw new AppError('BACKLOG_FULL', { retryAfterSeconds: limits.retryAfterSeconds });
  };
}

/** The document of which an event says all that there is to know; `null` of any other event. */
function announcedIn(delivered: unknown): string | null {
  const event = workplaceEvent.safeParse(delivered).data;
  return event?.type === 'fr.workplace.document.upserted.v1' ? idOf(event.subject) : null;
}
