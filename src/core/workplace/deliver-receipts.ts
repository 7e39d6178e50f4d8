import { createHash } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Receipt, ReceiptStore } from '../../ports/receipt-store.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { WorkplaceClient, WorkplaceReply } from '../../ports/workplace-client.ts';
import type { ReceiptEvent } from '../contract/receipts.ts';
import { codeOf } from '../errors.ts';
import { secretContext } from './authenticate-source.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Source } from './source.ts';
import { signDelivery } from './webhook-signature.ts';

type Deps = {
  readonly receipts: ReceiptStore;
  readonly sources: Pick<SourceRepository, 'listSecrets'>;
  readonly secretBox: Pick<SecretBox, 'open'>;
  readonly client: WorkplaceClient;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
};

const limits = tunables.workplace.receipts;

/**
 * Tells a source what became of its documents, in the order in which it happened: a delivery that is not taken is tried again,
 * each time later, before any other is. One that was taken and whose answer was lost comes twice, with the same ids.
 */
export async function deliverReceipts(deps: Deps, source: Source, signal: AbortSignal): Promise<void> {
  const { receiptsUrl } = source;
  if (receiptsUrl === null || !source.enabled) return;
  await deps.receipts.dropOlder(source, new Date(deps.clock().getTime() - limits.keptMs));
  for (let turn = 0; turn < limits.batchesPerTurn && !signal.aborted; turn += 1) {
    const { receipts, attempts } = await deps.receipts.listDue(source, limits.batch, deps.clock());
    const last = receipts.at(-1);
    if (!last) return;
    const reply = await post(deps, { ...source, receiptsUrl }, receipts, signal).catch((error: unknown) => {
      if (!signal.aborted)
        deps.logger.warn({ ...named(source), code: codeOf(error) }, 'receipts not delivered');
      return null;
    });
    if (signal.aborted) return;
    if (reply !== null && reply.status >= 200 && reply.status < 300)
      await deps.receipts.markTold(source, last.id);
    else if (reply?.status === 410) {
      deps.logger.warn(named(source), 'the source wants no more receipts');
      return deps.receipts.end(source, deps.clock());
    } else {
      const backoffMs = Math.min(limits.retryMs * 2 ** attempts, limits.longestRetryMs);
      const waitMs = Math.max(backoffMs, retryAfterMs(reply?.headers['retry-after']) ?? 0);
      return deps.receipts.postpone(source, new Date(deps.clock().getTime() + waitMs));
    }
    if (receipts.length < limits.batch) return;
  }
}

const named = ({ org, id }: Source) => ({ org, source: id });

async function post(
  deps: Deps,
  source: Source & { readonly receiptsUrl: string },
  receipts: readonly Receipt[],
  signal: AbortSignal,
): Promise<Omit<WorkplaceReply, 'body'>> {
  const { org, id } = source;
  const sealed = await deps.sources.listSecrets(org, id);
  const secrets = sealed.map((one) => deps.secretBox.open(one.sealed, secretContext(org, id, one.id)));
  const events = receipts.map((receipt) => eventOf(source, receipt));
  const body = JSON.stringify(events);
  // The same receipts are the same delivery, however often they are sent.
  const delivery = `receipts_${createHash('sha256')
    .update(events.map((event) => event.id).join())
    .digest('hex')
    .slice(0, 32)}`;
  const {
    status,
    headers,
    body: answer,
  } = await deps.client.call(source.receiptsUrl, {
    method: 'POST',
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]),
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      ...signDelivery(secrets, { id: delivery, at: deps.clock(), body }),
    },
    body,
  });
  answer.destroy();
  return { status, headers };
}

function eventOf({ org, id, tenant }: Source, receipt: Receipt): ReceiptEvent {
  return {
    specversion: '1.0',
    id: `receipt-${receipt.id}`,
    source: `/organisations/${encodeURIComponent(org)}/sources/${encodeURIComponent(id)}`,
    type: `fr.sourcier.document.${receipt.outcome}.v1`,
    subject: `doc/${receipt.item}`,
    time: receipt.at.toISOString(),
    data: { tenant, contentVersion: receipt.contentVersion, reason: receipt.reason },
  };
}
