import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { dropOldRecords } from '../core/audit/drop-old-records.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { MeasureQuestion } from '../core/evaluation/step-run.ts';
import { createCourtesy } from '../core/ingest/courtesy.ts';
import { giveUpOnDocument } from '../core/ingest/ingest-document.ts';
import { keepWithinTime } from '../core/lifecycle/keep-within-time.ts';
import { retestProviders } from '../core/providers/retest-providers.ts';
import { foldSpending } from '../core/spend/fold-spending.ts';
import { deliverReceipts } from '../core/workplace/deliver-receipts.ts';
import { giveUpFetching } from '../core/workplace/fetch-content.ts';
import { reconcileSource } from '../core/workplace/reconcile-source.ts';
import type { Source } from '../core/workplace/source.ts';
import type { Logger } from '../ports/logger.ts';
import type { Metrics } from '../ports/metrics.ts';
import { deliverOutbox } from './deliver-outbox.ts';
import type { Engines } from './engines.ts';
import { createHandlers } from './handlers.ts';
import { mend } from './mend.ts';
import type { EnginesIn } from './organisation-engines.ts';
import type { Stores } from './stores.ts';
import { tendBackfills } from './tend-backfills.ts';
import { tendEvaluations } from './tend-evaluations.ts';
import { tendGenerations } from './tend-generations.ts';
import { tendQueues } from './tend-queues.ts';

/** Work that goes on in the background of a process. */
export type Work = {
  /** Says that something was just written to the outbox. */
  poke(): void;
  /** Says that something that an organisation waits for is about to come. */
  expect(org: string): void;
  /** Says that there is another embedding model than before. */
  modelChanged(): void;
  /** Lets running jobs end and starts no others. */
  stop(): Promise<void>;
};

/** Starts to carry out jobs in this process, after mending what a crash may have left. */
export async function startWork(
  stores: Stores,
  engines: Engines,
  options: {
    readonly enginesIn: EnginesIn;
    readonly environment: Environment;
    readonly logger: Logger;
    readonly metrics: Pick<Metrics, 'searchable'>;
    readonly measure: MeasureQuestion;
    /** What time it is, for all that is kept for a time. */
    readonly now?: () => Date;
  },
): Promise<Work> {
  const { enginesIn, logger, environment, metrics, measure, now = () => new Date() } = options;
  const mendIfLost = () => stores.queue.mendIfLost(() => mend(stores, engines));
  if (stores.isSoleUser) {
    // What is queued can only be a dead process's, and it may have led.
    await stores.leadership.end('anybody’s');
    await stores.queue.clear();
    await mendIfLost();
  }
  const stopping = new AbortController();
  const courtesy = createCourtesy(tunables.background.courtesy);
  const { poke, expect, stop: stopDelivery } = deliverOutbox(stores, { logger, onUrgent: courtesy.announce });
  const leads = () => stores.leadership.isOurs().catch(() => false);
  const tending = tendGenerations(stores, engines, {
    // A queue that was cleared forgot what was asked for.
    afresh: stores.isSoleUser,
    enginesIn,
    poke,
    logger,
    stopping: stopping.signal,
  });
  const handlers = createHandlers(stores, engines, {
    enginesIn,
    tending,
    logger,
    metrics,
    stopping: stopping.signal,
    uploadMaxBytes: environment.uploadMaxBytes,
    poke,
    courtesy,
  });
  await stores.queue.work(handlers, {
    // One more than files are read at once, so that the next one is there; slow files must not take these places.
    concurrency: environment.parserProcesses + 1 + tunables.parsing.slowProcesses,
    onExhausted: async (job) => {
      const { org, id: documentId } = { id: undefined, ...job.payload };
      logger.error({ job: job.name, org, documentId }, 'job given up');
      if (job.name === 'document.fetch') await giveUpFetching(stores, job.payload);
      if (job.name === 'document.ingest') await giveUpOnDocument(stores, job.payload);
      if (job.name === 'document.recognise')
        await giveUpOnDocument(stores, { ...job.payload, lane: 'bulk', pass: 'recognise' });
      if (job.name === 'document.render')
        await stores.documents.endPass(job.payload, job.payload.version, 'render');
    },
  });
  const { blobSweepMs, foldCountsMs, compareIndexMs, finishIndexMs } = tunables.background;
  const loops = [
    watchQueue(),
    watchIndex(),
    tendOrganisations(blobSweepMs, 'unused not swept', sweepUnused),
    tendOrganisations(foldCountsMs, 'counts of documents not folded', stores.documents.foldCounts),
    tendOrganisations(compareIndexMs, 'index not compared', compareIndex),
    tendOrganisations(tunables.budgets.sweepMs, 'expired reservations not settled', settleExpired),
    tendOrganisations(tunables.budgets.foldMs, 'old spending not folded', fold),
    tendOrganisations(tunables.workplace.inboxSweepMs, 'ids of events not forgotten', forgetIds),
    tendSources(tunables.workplace.reconciliation.pollMs, 'source not compared', reconcile),
    tendSources(tunables.workplace.receipts.pollMs, 'receipts not delivered', tellReceipts),
    tendOrganisations(tunables.workplace.retentionMs, 'retention not ended', endRetention),
    tendOrganisations(tunables.audit.tendMs, 'audit not tended', tendAudit),
    tendOrganisations(tunables.lifecycle.tendMs, 'retention not kept', keepInTime, 'at once'),
    tendOrganisations(tunables.providers.retestPollMs, 'providers not tested', retest),
    tendBackfills(
      { ...stores, client: engines.workplaceClient, clock: () => new Date() },
      { poke, leads, logger, stopping: stopping.signal },
    ),
    tendEvaluations(
      { ...stores, measure },
      { leads, standAside: courtesy.standAside, logger, stopping: stopping.signal },
    ),
    tendQueues(stores, engines, { poke, leads, logger, stopping: stopping.signal }),
    tending.ended,
  ];

  /** Rebuilds the queue when it has lost jobs (R79). */
  async function watchQueue(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      // A queue that does not answer is asked again.
      const hasMended = (await leads()) && (await mendIfLost().catch(() => false));
      if (hasMended) {
        logger.warn({}, 'the queue had lost jobs, they were asked for anew');
        tending.afresh();
        poke();
      }
      await sleep(tunables.queue.watchMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Has an index mended that another process began to rebuild and did not end. */
  async function watchIndex(): Promise<void> {
    const { signal } = stopping;
    const askForAll = async () => {
      logger.warn({}, 'a rebuilt index was not mended, it is compared with the database');
      for (const { id } of await stores.access.listOrganisations()) await compareIndex(id);
    };
    while (!signal.aborted) {
      if (await leads())
        await stores.index
          .finish?.(askForAll)
          .catch((error: unknown) => logger.error({ code: codeOf(error) }, 'index not looked at'));
      await sleep(finishIndexMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Does something for each organisation, again and again until the process stops. */
  function tendOrganisations(
    everyMs: number,
    failure: string,
    tend: (org: string) => Promise<unknown>,
    first: 'at once' | 'later' = 'later',
  ): Promise<void> {
    const list = async () => (await stores.access.listOrganisations()).map(({ id: org }) => ({ org }));
    return tendEach(list, ({ org }) => tend(org), { everyMs, failure, first });
  }

  /** The same for each source of any organisation: most have none, so these are listed at once. */
  function tendSources(
    everyMs: number,
    failure: string,
    tend: (source: Source) => Promise<unknown>,
  ): Promise<void> {
    return tendEach(stores.sources.listAll, tend, { everyMs, failure, first: 'later' });
  }

  async function tendEach<T extends { readonly org: string; readonly id?: string }>(
    list: () => Promise<readonly T[]>,
    tend: (one: T) => Promise<unknown>,
    {
      everyMs,
      failure,
      first,
    }: { readonly everyMs: number; readonly failure: string; readonly first: 'at once' | 'later' },
  ): Promise<void> {
    for (let waitMs = first === 'at once' ? 0 : everyMs; ; waitMs = everyMs) {
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      if (!(await leads())) continue;
      for (const one of await list().catch(() => []))
        await tend(one).catch((error: unknown) => {
          const { org, id: source } = one;
          if (!stopping.signal.aborted) logger.error({ org, source, code: codeOf(error) }, failure);
        });
    }
  }

  /** What nobody uses any more: blobs, vectors, and what the index leaves in its log. */
  async function sweepUnused(org: string): Promise<void> {
    await stores.documents.sweepVectors(org);
    // What came into the log of the index after an erasure, by work that had begun before.
    await stores.index.scrub(org);
    await stores.blobs.sweep(org, {
      unusedForMs: blobSweepMs,
      isUsed: (sha256) => stores.documents.isBlobUsed(org, sha256),
    });
  }

  /** Has the index compared with the truth, in case that it lost something and nobody noticed (R88). */
  async function compareIndex(org: string): Promise<void> {
    await stores.outbox.add([{ name: 'index.mend', payload: { org } }]);
    poke();
  }

  /** Tests providers anew, a day after their last test. */
  async function retest(org: string): Promise<void> {
    const deps = { ...stores, clients: engines.clients, logger };
    const broken = await retestProviders(deps, org, { now: new Date(), signal: stopping.signal });
    for (const provider of broken) logger.warn({ org, provider }, 'provider fails where it did not before');
  }

  /** Pays for answers that a crash cut off. */
  async function settleExpired(org: string): Promise<void> {
    await stores.budgets.settleExpired(org, new Date());
  }

  /** Removes what its workplace wants kept no longer. */
  async function endRetention(org: string): Promise<void> {
    if ((await stores.workplace.endRetention(org, new Date())) > 0) poke();
  }

  /** Tells a workplace what became of its documents. */
  async function tellReceipts(source: Source): Promise<void> {
    const deps = { ...stores, client: engines.workplaceClient, clock: () => new Date(), logger };
    await deliverReceipts(deps, source, stopping.signal);
  }

  /** Compares a source with what it says that it holds. */
  async function reconcile(source: Source): Promise<void> {
    const deps = { ...stores, client: engines.workplaceClient, logger };
    if (source.enabled) await reconcileSource(deps, source, { now: new Date(), signal: stopping.signal });
  }

  /** Forgets which events were received, longer ago than anybody sends them again. */
  async function forgetIds(org: string): Promise<void> {
    await stores.workplace.forgetIds(org, new Date(Date.now() - tunables.workplace.inboxMs));
  }

  /** Forgets who took what, longer ago than is kept. */
  async function fold(org: string): Promise<void> {
    await foldSpending(stores, org, { months: environment.usageDetailMonths, now: now() });
  }

  /** What is kept for a time and no longer. */
  async function keepInTime(org: string): Promise<void> {
    await keepWithinTime(stores, org, { tombstoneDays: environment.tombstoneDays, now: now() });
  }

  /** Drops records that are kept no longer, and says where the chain stands: whoever keeps the log can prove it later. */
  async function tendAudit(org: string): Promise<void> {
    await dropOldRecords(stores, org, { months: environment.auditMonths, now: now() });
    const head = await stores.audit.head(org);
    if (head) logger.info({ org, ...head }, 'audit head');
  }

  return {
    poke,
    expect,
    modelChanged: tending.soon,
    stop: async () => {
      stopping.abort(new AppError('INTERRUPTED'));
      await Promise.all([stopDelivery(), ...loops]);
      await stores.leadership.end().catch(() => {});
    },
  };
}
