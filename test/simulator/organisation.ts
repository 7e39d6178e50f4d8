import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { changeDocuments } from './change-documents.ts';
import { changePeople } from './change-people.ts';
import { changeSpaces } from './change-spaces.ts';
import type { WorkplaceDatabase } from './database.ts';
import type { DatarefKind } from './datarefs.ts';
import { createExports } from './exports.ts';
import { createFaults } from './faults.ts';
import { type PushReply, pushUntilTaken, type Target } from './push.ts';
import { receiveReceipts } from './receipts.ts';
import { anEvent, type WrittenEvent } from './record.ts';
import { addressed, type ServedOrganisation, serveOrganisation } from './serve-organisation.ts';
import type { Storage } from './storage.ts';
import { tellTruth } from './truth.ts';
import { createWaitingEvents } from './waiting-events.ts';

type Deps = {
  readonly database: WorkplaceDatabase;
  readonly storage: Storage;
  readonly app: FastifyInstance;
};

/** One organisation of the workplace: what happens in it, what it tells, what it offers, and what is true of it. */
export type Organisation = Awaited<ReturnType<typeof openOrganisation>>;

/** Adds the organisation with its addresses below `/export/{tenant}` and `/workplace/{tenant}`, before the server listens. */
export async function openOrganisation({ database, storage, app }: Deps, tenant: string, address: string) {
  await database.transaction((query) => query('insert into organisation (tenant) values ($1)', [tenant]));
  const faults = createFaults();
  const served: ServedOrganisation = {
    tenant,
    exportUrl: `${address}/export/${encodeURIComponent(tenant)}`,
    token: randomBytes(24).toString('base64url'),
    faults,
    datarefs: { kind: 'export', seconds: 300, epoch: 0 },
    storage,
    exports: createExports(database, tenant),
    waiting: createWaitingEvents(database, tenant, faults),
    offers: { queue: true, directory: true },
  };
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const prefix = `/${encodeURIComponent(tenant)}`;
  await app.register(async (scope) => serveOrganisation(scope, served), { prefix: `/export${prefix}` });
  let receipts: ReturnType<typeof receiveReceipts> | undefined;
  await app.register(
    async (scope) => {
      receipts = receiveReceipts(scope, secret);
    },
    { prefix: `/workplace${prefix}` },
  );
  if (!receipts) throw new Error('no receiver of receipts');

  const outward = (events: readonly WrittenEvent[]) =>
    Promise.all(events.map((event) => addressed(served, event)));
  return {
    tenant,
    exportUrl: served.exportUrl,
    exportToken: served.token,
    /** Signs what is pushed, and the receipts. */
    secret,
    receiptsUrl: `${address}/workplace${prefix}/receipts`,
    receipts,
    /** Origins from which datarefs are fetched, beside that of `exportUrl`. */
    contentHosts: [storage.origin],

    ...changePeople(database, tenant),
    ...changeSpaces(database, tenant),
    ...changeDocuments(database, storage, tenant),

    misbehave: faults.misbehave,
    behave: faults.behave,
    /** Where datarefs that are given out from now on lead, and for how long those to the S3 server hold. */
    giveDatarefs(kind: DatarefKind, seconds = 300): void {
      Object.assign(served.datarefs, { kind, seconds });
    },
    /** Ends all addresses to the export that were given out so far: they answer 403, fresh ones hold. */
    expireDatarefs(): void {
      served.datarefs.epoch += 1;
    },
    /** Ends all leases of the queue, as time would. */
    expireLeases: () => served.waiting.expireLeases(),
    /** Stops offering the queue or the directory (404), or begins again. */
    offer(what: Partial<ServedOrganisation['offers']>): void {
      Object.assign(served.offers, what);
    },

    /** All that happened after a number, as events with fresh datarefs, in order. */
    history: async (after = 0): Promise<WrittenEvent[]> => outward(await served.waiting.history(after)),
    /** A heartbeat of this moment, with the digests of all spaces. */
    heartbeat: async (): Promise<WrittenEvent> => {
      const { maxSequence, spaces } = await served.exports.digest();
      return anEvent(tenant, Number(maxSequence), {
        type: 'source.heartbeat',
        subject: 'source',
        id: `heartbeat-${crypto.randomUUID()}`,
        data: { maxSequence, spaces },
      });
    },
    truth: () => tellTruth(database, tenant),

    /** Pushes what waits, in order, in batches, and gives the replies. What is not taken with 202 waits on. */
    async deliver(target: Target, { batch = 100 }: { readonly batch?: number } = {}): Promise<PushReply[]> {
      const replies: PushReply[] = [];
      for (;;) {
        const events = await served.waiting.toPush(batch);
        if (events.length === 0) return replies;
        const reply = await pushUntilTaken(target, await outward(events));
        replies.push(reply);
        if (reply.status !== 202) return replies;
        await served.waiting.markPushed(events);
      }
    },
    /** Drops what waits: it is never pushed, as when a webhook is lost. Gives how many. */
    async loseWaiting(limit = 500): Promise<number> {
      const events = await served.waiting.toPush(limit);
      await served.waiting.markPushed(events);
      return events.length;
    },
  };
}
