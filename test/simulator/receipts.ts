import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { type ReceiptEvent, receiptEvent } from '../../src/core/contract/receipts.ts';

/** What came to the address of receipts, and how it answers. */
export type ReceiptsReceiver = {
  /** Receipts whose signature is right, the oldest first; a delivery that is repeated stands here once. */
  readonly received: readonly ReceiptEvent[];
  /** How many deliveries were refused for their signature, or for what they said. */
  refused(): number;
  /** How often each `webhook-id` came. */
  readonly deliveries: ReadonlyMap<string, number>;
  /** Answers the next deliveries like this instead of taking them. */
  answer(status: number, options?: { readonly times?: number; readonly retryAfter?: string }): void;
  /** The first receipt that fits, when it comes. */
  waitFor(fits: (receipt: ReceiptEvent) => boolean, timeoutMs?: number): Promise<ReceiptEvent>;
};

/** Adds `POST /receipts`, which takes receipts that are signed with the secret. */
export function receiveReceipts(app: FastifyInstance, secret: string): ReceiptsReceiver {
  const received: ReceiptEvent[] = [];
  const deliveries = new Map<string, number>();
  let refused = 0;
  let instead: { status: number; times: number; retryAfter: string | undefined } | null = null;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/receipts', async (request, reply) => {
    const id = String(request.headers['webhook-id']);
    deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
    if (instead && instead.times > 0) {
      instead.times -= 1;
      if (instead.retryAfter !== undefined) reply.header('retry-after', instead.retryAfter);
      return reply.code(instead.status).send();
    }
    try {
      const said = new Webhook(secret).verify(
        String(request.body),
        request.headers as Record<string, string>,
      );
      const receipts = (Array.isArray(said) ? said : [said]).map((one) => receiptEvent.parse(one));
      for (const receipt of receipts)
        if (!received.some(({ id: known }) => known === receipt.id)) received.push(receipt);
      return reply.code(202).send();
    } catch {
      refused += 1;
      return reply.code(401).send();
    }
  });

  return {
    received,
    deliveries,
    refused: () => refused,
    answer(status, { times = 1, retryAfter } = {}) {
      instead = { status, times, retryAfter };
    },
    async waitFor(fits, timeoutMs = 20_000) {
      for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(50)) {
        const found = received.find(fits);
        if (found) return found;
      }
      throw new Error(`no such receipt among ${received.length}`);
    },
  };
}
