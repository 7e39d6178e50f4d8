import type { Environment } from '../config/env.ts';
import { createPrometheusMetrics } from './adapters/prometheus/metrics.ts';
import { createAsking } from './compose/asking.ts';
import { type Delivery, deliverOutbox } from './compose/deliver-outbox.ts';
import { createEngines, type Engines } from './compose/engines.ts';
import { createMeasureQuestion } from './compose/measure-question.ts';
import { observeEngines, observeGate, observeJobs } from './compose/observe.ts';
import { createOrganisationEngines, type EnginesIn } from './compose/organisation-engines.ts';
import { createServices } from './compose/services.ts';
import { openStores, type Stores } from './compose/stores.ts';
import { startWork, type Work } from './compose/work.ts';
import { withLateCheckedExposure } from './core/access/late-checked-exposure.ts';
import { withLateCheck } from './core/access/late-checked-library.ts';
import { withLateCheckedNames } from './core/access/late-checked-names.ts';
import { createLateCheck } from './core/workplace/late-check.ts';
import type { Demo, Services } from './http/services.ts';
import type { Logger } from './ports/logger.ts';

/** Sourcier, put together for one process. */
export type Sourcier = {
  readonly environment: Environment;
  readonly stores: Stores;
  readonly engines: Engines;
  /** Who embeds and reranks for an organisation. */
  readonly enginesIn: EnginesIn;
  readonly services: Services;
  /** Starts background work in this process; asked twice, it starts once. */
  work(): Promise<Work>;
  /** Brings what comes in here to the queue, for other processes to work on; in place of `work()`. */
  deliver(): void;
  /** Says to the work of this process that there is another embedding model than before. */
  modelChanged(): void;
  /** Ends work, then gives everything back in the reverse order of its opening. */
  close(): Promise<void>;
};

/** The composition root. */
export async function compose(
  environment: Environment,
  options: {
    readonly logger: Logger;
    readonly demo?: Demo;
    /** What time it is, for all that is kept for a time; the clock of the machine unless told. */
    readonly now?: () => Date;
  },
): Promise<Sourcier> {
  let working: Promise<Work> | null = null;
  let delivery: Delivery | null = null;
  const modelChanged = () => void working?.then((work) => work.modelChanged()).catch(() => {});
  const metrics = createPrometheusMetrics();
  const opened = await openStores(environment, {
    onJob: observeJobs(metrics),
    onWarning: (warning) => options.logger.warn({}, warning),
  });
  const made = await createEngines(environment).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const engines = observeEngines(made, metrics, {
    chat: environment.languageModel?.dialect ?? 'generic',
    embeddings: environment.embeddings ? (environment.embeddings.dialect ?? 'generic') : 'local',
  });
  const check = createLateCheck({ ...opened, client: engines.workplaceClient, now: Date.now });
  // Nobody reads a document without the sources that want to be asked.
  const stores: Stores = {
    ...opened,
    library: observeGate(withLateCheck(opened.library, check), metrics),
    exposure: withLateCheckedExposure(opened.exposure, check),
    failures: withLateCheckedNames(opened.failures, check),
  };
  const enginesIn = createOrganisationEngines({ ...stores, clients: engines.clients, installation: engines });
  const asking = createAsking(stores, engines, { enginesIn, logger: options.logger });
  const services = createServices(stores, engines, {
    asking,
    enginesIn,
    environment,
    logger: options.logger,
    metrics,
    demo: options.demo ?? null,
    poke: () => {
      void working?.then((work) => work.poke()).catch(() => {});
      delivery?.poke();
    },
    expect: (org) => void working?.then((work) => work.expect(org)).catch(() => {}),
    enginesChanged: modelChanged,
  });
  return {
    environment,
    stores,
    engines,
    enginesIn,
    services,
    work: () => {
      const { logger, now } = options;
      working ??= startWork(stores, engines, {
        enginesIn,
        environment,
        logger,
        metrics,
        measure: createMeasureQuestion(stores, asking),
        ...(now && { now }),
      });
      return working;
    },
    deliver: () => {
      delivery ??= deliverOutbox(stores, options);
    },
    modelChanged,
    close: async () => {
      await delivery?.stop();
      const work = await working?.catch(() => null);
      await work?.stop();
      await stores.queue.close();
      await engines.close();
      await stores.close();
    },
  };
}
