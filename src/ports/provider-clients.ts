import type { AnsweringModel } from '../core/answer/answering-model.ts';
import type {
  DialectName,
  ProbeResult,
  Provider,
  ProviderConnection,
  ProviderModels,
} from '../core/providers/provider.ts';
import type { ProviderWarning } from '../core/providers/provider-warnings.ts';
import type { TrustLevel } from '../core/trust.ts';
import type { Embedder } from './embedder.ts';
import type { Reranker } from './reranker.ts';

/** What an administrator needs to choose a dialect. */
export type DialectFacts = {
  readonly name: DialectName;
  /** `null`: each deployment has its own. */
  readonly usualBaseUrl: string | null;
  readonly wantsKey: boolean;
  readonly chats: boolean;
  readonly embeds: boolean;
  readonly reranks: boolean;
};

/** Makes what speaks to providers, each in its dialect. A connection is used for its own address and nothing else (R55). */
export type ProviderClients = {
  /** Keeps connections and breaker of one provider; make it once and use it for all questions. */
  languageModel(
    connection: ProviderConnection,
    about: { readonly provider: string; readonly model: string },
  ): AnsweringModel;
  /** The same for vectors: `embed` fails where the dialect has none. What is put before texts is the caller's choice. */
  embedder(
    connection: ProviderConnection,
    about: {
      readonly model: string;
      readonly queryPrefix: string;
      readonly passagePrefix: string;
      readonly trust: TrustLevel;
    },
  ): Embedder;
  /**
   * The same for reranking.
   * @throws AppError `RERANKER_UNAVAILABLE` for a dialect that does not rerank, or without a key that is wanted
   */
  reranker(
    connection: ProviderConnection,
    about: { readonly model: string; readonly trust: TrustLevel },
  ): Reranker;
  /** « Tester la connexion »: the probes in order, each as soon as it is known. Never throws for what the provider does. */
  probe(
    connection: ProviderConnection,
    models: ProviderModels,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<ProbeResult>;
  dialects(): readonly DialectFacts[];
  /** What an administrator should know before text is sent there; nothing is called. */
  warnings(provider: Pick<Provider, 'dialect' | 'baseUrl' | 'hasSecret'>): readonly ProviderWarning[];
};
