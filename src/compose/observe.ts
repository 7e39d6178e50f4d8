import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind } from '@opentelemetry/api';
import { tunables } from '../../config/tunables.ts';
import type { JobObserver } from '../adapters/bullmq/bull-job.ts';
import {
  observeClients,
  observeEmbedder,
  observeModel,
  observeReranker,
} from '../adapters/telemetry/observe-clients.ts';
import { continueTrace, inSpan } from '../adapters/telemetry/spans.ts';
import type { Answer } from '../core/answer/answer.ts';
import type { DialectName } from '../core/providers/provider.ts';
import type { DocumentParser } from '../ports/document-parser.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { Library } from '../ports/library.ts';
import type { Metrics, ProviderCall } from '../ports/metrics.ts';
import type { QueueName } from '../queue/catalogue.ts';
import { isNoFailure } from '../queue/is-no-failure.ts';
import type { Engines } from './engines.ts';

/** The same engines, whose calls are spans and are measured. */
export function observeEngines(engines: Engines, metrics: Metrics, dialects: DeployedDialects): Engines {
  const { embedders, reranker, deployed, parser, backlogParser } = engines;
  const ofInstallation = (embedder: Embedder) => observeEmbedder(embedder, dialects.embeddings, metrics);
  return {
    ...engines,
    clients: observeClients(engines.clients, metrics),
    embedders: {
      get current() {
        return embedders.current && ofInstallation(embedders.current);
      },
      ...(embedders.previous && { previous: ofInstallation(embedders.previous) }),
    },
    ...(reranker && { reranker: observeReranker(reranker, 'generic', metrics) }),
    ...(deployed && {
      deployed: {
        ...observeModel(deployed, dialects.chat, metrics),
        ...(deployed.smaller && { smaller: observeModel(deployed.smaller, dialects.chat, metrics) }),
      },
    }),
    parser: observeParser(parser, metrics),
    ...(backlogParser && { backlogParser: observeParser(backlogParser, metrics) }),
  };
}

function observeParser<P extends DocumentParser>(parser: P, metrics: Metrics): P {
  return {
    ...parser,
    parse: async (file, options) => {
      const outcome = await parser.parse(file, options);
      metrics.file(outcome.outcome === 'parsed' ? 'parsed' : outcome.reason);
      return outcome;
    },
  };
}

/** What the operator's own servers speak. */
export type DeployedDialects = {
  readonly chat: DialectName;
  readonly embeddings: ProviderCall['dialect'];
};

/** The same library, whose gate counts what the index offered in vain. */
export function observeGate<L extends Pick<Library, 'readPassages'>>(library: L, metrics: Metrics): L {
  return {
    ...library,
    readPassages: (within, chunkIds) =>
      inSpan('gate', {}, async () => {
        const passages = await library.readPassages(within, chunkIds);
        metrics.gate({ read: passages.length, withheld: chunkIds.length - passages.length });
        return passages;
      }),
  };
}

/** Makes each job a span of the trace that asked for it, and measures it. */
export function observeJobs(metrics: Metrics): JobObserver {
  return ({ name, queue, trace, waitedMs }, run) =>
    continueTrace(trace, () =>
      inSpan(
        `process ${name}`,
        { kind: SpanKind.CONSUMER, attributes: jobAttributes(queue) },
        async (span) => {
          const started = performance.now();
          let result: Parameters<Metrics['job']>[0]['result'] = 'failed';
          try {
            result = await run();
            return result;
          } catch (error) {
            if (isNoFailure(error)) result = 'put-off';
            throw error;
          } finally {
            span.setAttribute('sourcier.result', result);
            const workedSeconds = (performance.now() - started) / 1_000;
            metrics.job({ name, queue, result }, { waitedSeconds: waitedMs / 1_000, workedSeconds });
          }
        },
      ),
    );
}

const jobAttributes = (queue: QueueName) => ({
  'messaging.system': 'bullmq',
  'messaging.operation.type': 'process',
  'messaging.destination.name': queue,
});

/** Passes events on and counts how their answer ended. */
export async function* observeAnswer<E extends { readonly type: string }>(
  kind: 'question' | 'task',
  events: AsyncIterable<E>,
  metrics: Metrics,
): AsyncGenerator<E, void> {
  let ended: Answer['outcome'] | 'unfinished' = 'unfinished';
  try {
    for await (const event of events) {
      if (event.type === 'done') ended = (event as unknown as { readonly answer: Answer }).answer.outcome;
      yield event;
    }
  } finally {
    metrics.answer(kind, ended);
  }
}

/**
 * The same look for all who ask within a few seconds, or longer where looking takes long: it counts all documents. Whoever asks later
 * and would wait too long for the new one gets the last one.
 */
export function shareLook<T>(look: () => Promise<T>): () => Promise<T> {
  const { countEveryMs, restFactor, countWaitMs } = tunables.metrics;
  let last: { readonly found: T; readonly until: number } | null = null;
  let underWay: Promise<T> | null = null;
  const lookAnew = async () => {
    const started = performance.now();
    try {
      const found = await look();
      const tookMs = performance.now() - started;
      last = { found, until: started + Math.max(countEveryMs, tookMs * restFactor) };
      return found;
    } finally {
      underWay = null;
    }
  };
  return async () => {
    if (last && performance.now() < last.until) return last.found;
    underWay ??= lookAnew();
    return last ? Promise.race([underWay, sleep(countWaitMs, last.found, { ref: false })]) : underWay;
  };
}
