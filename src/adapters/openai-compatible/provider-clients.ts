import type { ProviderClients } from '../../ports/provider-clients.ts';
import { createOpenAiLanguageModel } from './language-model.ts';

/** Clients of providers that speak the wire that OpenAI made usual. */
export function createProviderClients(): ProviderClients {
  return {
    languageModel: ({ baseUrl, apiKey }, { provider, model }) =>
      createOpenAiLanguageModel({ baseUrl, model, provider, ...(apiKey && { apiKey }) }),
    // biome-ignore lint/correctness/useYield: replaced when the wire branch comes in
    async *probe() {
      throw new Error('not yet');
    },
  };
}
