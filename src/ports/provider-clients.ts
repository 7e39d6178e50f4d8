import type { AnsweringModel } from '../core/answer/answering-model.ts';
import type { ProbeResult, ProviderConnection, ProviderModels } from '../core/providers/provider.ts';

/** Makes what speaks to providers, each in its dialect. A connection is used for its own address and nothing else (R55). */
export type ProviderClients = {
  /** Keeps connections and breaker of one provider; make it once and use it for all questions. */
  languageModel(
    connection: ProviderConnection,
    about: { readonly provider: string; readonly model: string },
  ): AnsweringModel;
  /** « Tester la connexion »: the probes in order, each as soon as it is known. Never throws for what the provider does. */
  probe(
    connection: ProviderConnection,
    models: ProviderModels,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<ProbeResult>;
};
