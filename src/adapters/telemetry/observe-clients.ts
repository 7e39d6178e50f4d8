import { SpanKind } from '@opentelemetry/api';
import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { ownCodeOf } from '../../core/errors.ts';
import type { DialectName } from '../../core/providers/provider.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { CallOutcome, Metrics, ProviderCall } from '../../ports/metrics.ts';
import type { ProviderClients } from '../../ports/provider-clients.ts';
import type { Reranker } from '../../ports/reranker.ts';
import { markFailed, startSpan } from './spans.ts';

type Measured = Pick<Metrics, 'providerCall' | 'providerTokens'>;

/** The same clients, each call of which is a span and is measured. */
export function observeClients(clients: ProviderClients, metrics: Measured): ProviderClients {
  return {
    ...clients,
    languageModel: (connection, about) =>
      observeModel(clients.languageModel(connection, about), connection.dialect, metrics),
    embedder: (connection, about) =>
      observeEmbedder(clients.embedder(connection, about), connection.dialect, metrics),
    reranker: (connection, about) =>
      observeReranker(clients.reranker(connection, about), connection.dialect, metrics),
  };
}

export function observeModel<Model extends AnsweringModel>(
  model: Model,
  dialect: DialectName,
  metrics: Measured,
): Model {
  async function* stream(...[turns, options]: Parameters<AnsweringModel['stream']>) {
    const call = beginCall(metrics, 'chat', dialect, options.signal);
    try {
      for await (const event of model.stream(turns, options)) {
        if (event.type === 'text-delta') call.firstWord();
        else
          metrics.providerTokens(dialect, {
            prompt: event.usage.promptTokens ?? 0,
            completion: event.usage.completionTokens ?? 0,
          });
        yield event;
      }
      call.end('ok');
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      // Whoever reads no further leaves without an error.
      call.end('aborted');
    }
  }
  return { ...model, stream };
}

export function observeEmbedder(
  embedder: Embedder,
  dialect: ProviderCall['dialect'],
  metrics: Measured,
): Embedder {
  return {
    ...embedder,
    embed: (texts, options) =>
      observed(beginCall(metrics, 'embeddings', dialect, options.signal), () =>
        embedder.embed(texts, options),
      ),
  };
}

export function observeReranker(reranker: Reranker, dialect: DialectName, metrics: Measured): Reranker {
  return {
    ...reranker,
    rerank: (query, texts, options) =>
      observed(beginCall(metrics, 'rerank', dialect, options.signal), () =>
        reranker.rerank(query, texts, options),
      ),
  };
}

type Call = ReturnType<typeof beginCall>;

async function observed<T>(call: Call, run: () => Promise<T>): Promise<T> {
  try {
    const result = await run();
    call.end('ok');
    return result;
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

/** Attributes as OpenTelemetry names them for calls to models; the model itself is the deployer's word, so it stays out. */
function beginCall(
  metrics: Measured,
  operation: ProviderCall['operation'],
  dialect: ProviderCall['dialect'],
  signal: AbortSignal | undefined,
) {
  const started = performance.now();
  const span = startSpan(operation, {
    kind: SpanKind.CLIENT,
    attributes: { 'gen_ai.operation.name': operation, 'gen_ai.provider.name': dialect },
  });
  let firstWordSeconds: number | undefined;
  let isOver = false;
  const seconds = () => (performance.now() - started) / 1_000;
  const end = (outcome: CallOutcome) => {
    if (isOver) return;
    isOver = true;
    span.setAttribute('sourcier.outcome', outcome);
    span.end();
    metrics.providerCall({ operation, dialect, outcome, seconds: seconds(), firstWordSeconds });
  };
  return {
    firstWord: () => {
      firstWordSeconds ??= seconds();
    },
    end,
    fail: (error: unknown) => {
      if (signal?.aborted) return end('aborted');
      markFailed(span, error);
      end(ownCodeOf(error));
    },
  };
}
