import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { probeProvider } from '../../core/providers/probe-provider.ts';
import type { ProviderClients } from '../../ports/provider-clients.ts';
import { type AddressPolicy, createAddressPolicy } from '../outgoing-http/address-policy.ts';
import { createReranker } from '../rerank/reranker.ts';
import { traitsOf } from './dialect.ts';
import { dialects } from './dialects/all.ts';
import { createOpenAiEmbedder } from './embedder.ts';
import { withEmbedderBreaker } from './embedder-breaker.ts';
import { createOpenAiLanguageModel } from './language-model.ts';
import { createProbeClient } from './probe-client.ts';
import { warningsOf } from './warnings-of.ts';

/**
 * What speaks to the providers of organisations. They are reached on public addresses and in the networks that the operator
 * opened (R51–R53).
 * @throws AppError `CONFIGURATION_INVALID` for what is no network
 */
export function createProviderClients(settings: {
  /** As `10.1.0.0/16`. */
  readonly openedNetworks: readonly string[];
}): ProviderClients {
  const mayConnect: AddressPolicy = createAddressPolicy(settings.openedNetworks, 'PROVIDER_PRIVATE_NETWORKS');
  const { breakerFailures: failures, breakerRestMs: restMs } = tunables.answering;
  return {
    languageModel: (connection, about) => createOpenAiLanguageModel({ ...connection, ...about, mayConnect }),
    embedder: (connection, about) =>
      withEmbedderBreaker(createOpenAiEmbedder({ ...connection, ...about, mayConnect }), {
        failures,
        restMs,
        clock: performance,
      }),
    reranker: (connection, about) => {
      const { key, rerank } = dialects[connection.dialect];
      if (!rerank) throw unable('A server of this dialect does not rerank.');
      if (key === 'required' && !connection.apiKey) throw unable('The provider wants a key and has none.');
      return createReranker({ ...connection, ...about, dialect: rerank, mayConnect });
    },
    async *probe(connection, models, { signal }) {
      const client = createProbeClient(connection, mayConnect);
      try {
        yield* probeProvider(client, models, { now: () => performance.now(), signal });
      } finally {
        client.close();
      }
    },
    dialects: () =>
      Object.values(dialects).map((dialect) => {
        const { name, usualBaseUrl } = dialect;
        return { name, usualBaseUrl, ...traitsOf(dialect) };
      }),
    warnings: warningsOf,
  };
}

const unable = (detail: string) => new AppError('RERANKER_UNAVAILABLE', { retryable: false, detail });
