import type { DocumentKey, LaterPass } from '../core/document.ts';
import type { Courtesy } from '../core/ingest/courtesy.ts';
import { embedDocument } from '../core/ingest/embed-document.ts';
import { indexDocument, placeDocument } from '../core/ingest/index-document.ts';
import { ingestDocument } from '../core/ingest/ingest-document.ts';
import { mendIndex } from '../core/ingest/mend-index.ts';
import { renameDocument } from '../core/ingest/rename-document.ts';
import { renderDocument } from '../core/ingest/render-document.ts';
import { type FetchDeps, fetchContent } from '../core/workplace/fetch-content.ts';
import type { DocumentParser } from '../ports/document-parser.ts';
import type { JobHandlers } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Engines } from './engines.ts';
import type { EnginesIn } from './organisation-engines.ts';
import { fetchingPolitely, politely } from './politely.ts';
import type { Stores } from './stores.ts';
import type { Tending } from './tend-generations.ts';

/** Binds each job of the catalogue to the verb that carries it out. */
export function createHandlers(
  stores: Stores,
  engines: Engines,
  options: {
    readonly enginesIn: EnginesIn;
    readonly tending: Pick<Tending, 'touch'>;
    readonly logger: Logger;
    readonly metrics: Pick<Metrics, 'searchable'>;
    readonly stopping: AbortSignal;
    readonly uploadMaxBytes: number;
    readonly poke: () => void;
    readonly courtesy: Courtesy;
  },
): JobHandlers {
  const { enginesIn, tending, logger, metrics, stopping, uploadMaxBytes, poke, courtesy } = options;
  const { parser, backlogParser = parser, analyser, converter } = engines;
  const passes = new Set<LaterPass>([
    ...(engines.recognises ? (['recognise'] as const) : []),
    ...(converter ? (['render'] as const) : []),
  ]);
  const deps = { ...stores, parser: parser as DocumentParser, analyser, passes };
  const fetching = { ...stores, client: engines.workplaceClient, maxBytes: uploadMaxBytes };
  const politeFetching = fetchingPolitely(fetching, courtesy);
  const polite = politely({ ...deps, parser: backlogParser }, courtesy);
  /** How long people waited until a version was found so. */
  const measure = async (by: 'words' | 'meaning', job: DocumentKey & { readonly version: number }) => {
    const { queuedSeconds, vectorsAskedSeconds } = await stores.documents.ageOf(job, job.version);
    const seconds = by === 'words' ? queuedSeconds : vectorsAskedSeconds;
    if (seconds !== null) metrics.searchable(by, seconds);
  };
  const depsIn = async (org: string, those = deps) => ({ ...those, ...(await enginesIn(org)) });
  return {
    'document.fetch': async (job, signal, isUrgent) => {
      const fetch = (those: FetchDeps) => fetchContent(those, job, AbortSignal.any([signal, stopping]));
      const result = await (isUrgent ? courtesy.urgently(() => fetch(fetching)) : fetch(politeFetching));
      // What was fetched is read at once.
      poke();
      return result;
    },
    'space.follow': async ({ org }) => {
      await stores.documents.finishSwitches(org);
      return 'indexed';
    },
    'document.ingest': async (job, signal, isUrgent) => {
      const ingest = async (those: typeof deps) => ingestDocument(await depsIn(job.org, those), job, signal);
      const result = await (isUrgent ? courtesy.urgently(() => ingest(deps)) : ingest(polite));
      if (result === 'indexed' && !job.again) await measure('words', job);
      return result;
    },
    'document.rename': async ({ org, id }, _signal, isUrgent) => {
      if (!isUrgent) await courtesy.standAside();
      const result = await renameDocument(await depsIn(org), { org, id });
      poke();
      return result;
    },
    // It takes minutes: a process that stops does not wait for it, the next one begins again.
    'document.recognise': async (job, signal) =>
      ingestDocument(
        await depsIn(job.org),
        { ...job, lane: 'bulk', pass: 'recognise' },
        AbortSignal.any([signal, stopping]),
      ),
    'document.render': async (job, signal) => {
      if (converter) return renderDocument({ ...stores, parser, converter }, job, signal);
      // It was asked for where LibreOffice was installed.
      await stores.documents.endPass(job, job.version, 'render');
      return 'skipped';
    },
    'document.embed': async (job, signal) => {
      // It can be found already.
      await courtesy.standAside();
      await engines.localModel?.look();
      const result = await embedDocument({ ...(await depsIn(job.org)), logger }, job, signal);
      tending.touch(job.org);
      if (result === 'indexed') await measure('meaning', job);
      return result;
    },
    'document.place': async (job) => {
      await placeDocument(stores, job);
      return 'indexed';
    },
    // What the truth says by now: one that has come back since is indexed.
    'document.unindex': async (job) => indexDocument(deps, job),
    'index.mend': async ({ org }, signal) => {
      const documents = await mendIndex(await depsIn(org), org, AbortSignal.any([signal, stopping]));
      await stores.indexHealth.keepComparison(org, documents);
      poke();
      if (documents === 0) return 'unchanged';
      logger.warn({ org, documents }, 'the index differed from the database, it was mended');
      return 'indexed';
    },
  };
}
