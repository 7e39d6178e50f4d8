import { tunables } from '../../../config/tunables.ts';
import type { WorkplaceStore } from '../../ports/workplace-store.ts';
import type { EventResult } from '../contract/event-result.ts';
import { leasedEvents } from '../contract/export-page.ts';
import { AppError } from '../errors.ts';
import type { ExportDeps } from './backfill/ask-for-page.ts';
import { authorizationFor } from './export-token.ts';
import { readBounded } from './read-bounded.ts';
import { receiveEvents } from './receive-events.ts';
import type { Source } from './source.ts';

type Deps = ExportDeps & {
  readonly workplace: Pick<WorkplaceStore, 'apply'>;
  readonly clock: () => Date;
};

const limits = tunables.workplace.pull;

/**
 * Fetches what waits at a workplace that cannot call out, applies it as if it had been pushed, and acknowledges it. What was applied
 * and not acknowledged, because a process ended in between, is given again after its lease and known as duplicates. Gives whether
 * more may wait.
 * @throws AppError `CONTENT_UNAVAILABLE` when the workplace does not answer as the contract says, `ADDRESS_FORBIDDEN`
 */
export async function pullQueue(
  deps: Deps,
  source: Source & { readonly exportUrl: string },
  options: { readonly signal: AbortSignal; readonly leaseSeconds?: number },
): Promise<boolean> {
  const { leaseSeconds = limits.leaseSeconds } = options;
  const call = await caller(deps, source, options.signal);
  const text = await call(`queue?lease=${leaseSeconds}&limit=${limits.events}`);
  const { lease, events } = read(text);
  if (lease === null || events.length === 0) return false;
  const results = await receiveEvents(deps, source, events);
  const known = results.flatMap(({ id, ...result }) => (id === null ? [] : [{ id, ...result }]));
  await call('ack', { lease, results: known });
  // What has no id cannot be acknowledged: asking at once would give it again at once.
  return events.length >= limits.events && known.length > 0;
}

/** Calls below the export; gives what a reply says, which must be a success. */
async function caller(deps: Deps, source: Source & { readonly exportUrl: string }, stopping: AbortSignal) {
  const authorization = await authorizationFor(deps, source, source.exportUrl);
  return async (
    path: string,
    sent?: { readonly lease: string; readonly results: readonly EventResult[] },
  ): Promise<string> => {
    const { status, body } = await deps.client.call(`${source.exportUrl}/${path}`, {
      signal: AbortSignal.any([stopping, AbortSignal.timeout(limits.timeoutMs)]),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...authorization },
      ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    });
    const text = await readBounded(body, limits.replyBytes);
    if (status < 200 || status > 299 || text === null)
      throw new AppError('CONTENT_UNAVAILABLE', { detail: `status ${status}` });
    return text;
  };
}

function read(text: string) {
  try {
    return leasedEvents.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('CONTENT_UNAVAILABLE', { cause, detail: 'the queue does not follow the contract' });
  }
}
