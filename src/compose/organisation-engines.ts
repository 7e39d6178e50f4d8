import { tunables } from '../../config/tunables.ts';
import { AppError } from '../core/errors.ts';
import { embedderOf } from '../core/find/answering-embedder.ts';
import { generationOf } from '../core/ingest/generation-of.ts';
import type { EmbeddingChoice, RerankChoice } from '../core/providers/engine-choice.ts';
import { connectionOf } from '../core/providers/manage-providers.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { Embedders } from '../ports/embedders.ts';
import type { GenerationStore } from '../ports/generation-store.ts';
import type { ProviderClients } from '../ports/provider-clients.ts';
import type { ProviderRepository } from '../ports/provider-repository.ts';
import type { Reranker } from '../ports/reranker.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import { clientKey, keepClients, type StoredProvider } from './kept-clients.ts';

type Deps = {
  readonly providers: Pick<ProviderRepository, 'readEngineChoices' | 'find'>;
  readonly generations: Pick<GenerationStore, 'find'>;
  readonly clients: Pick<ProviderClients, 'embedder' | 'reranker'>;
  readonly secretBox: SecretBox;
  /** What serves organisations that have chosen nothing of their own. */
  readonly installation: { readonly embedders: Embedders; readonly reranker?: Reranker | undefined };
};

/** What embeds and reranks for one organisation, at the moment of asking. */
export type OrganisationEngines = {
  readonly embedders: Embedders;
  readonly reranker: Reranker | undefined;
};

export type EnginesIn = (org: string) => Promise<OrganisationEngines>;

/**
 * Makes the function that reads who embeds and reranks for an organisation: the providers that it chose, else what the
 * installation has. A chosen provider that is switched off is replaced by nobody, so that no text goes where it would not
 * have gone. Whoever makes the vectors that answer is `previous` while others are being built.
 */
export function createOrganisationEngines(deps: Deps): EnginesIn {
  const embedders = keepClients<Embedder>();
  const rerankers = keepClients<Reranker>();
  const { installation } = deps;

  /** Its key is opened at the first call: to know who it is, and how far it is trusted, needs none. */
  function embedderAt(provider: StoredProvider, choice: EmbeddingChoice): Embedder {
    const { trust } = provider;
    const client = () => {
      if (!provider.enabled)
        throw new AppError('EMBEDDER_UNAVAILABLE', { detail: 'The provider is switched off.' });
      return embedders(clientKey(provider, choice), () =>
        deps.clients.embedder(connectionOf(deps, provider), { ...choice, trust }),
      );
    };
    return {
      generation: generationOf(choice.model, choice.passagePrefix, provider.id),
      trust,
      maxTextsPerCall: tunables.answering.embedTextsPerCall,
      embed: async (texts, options) => client().embed(texts, options),
    };
  }

  function rerankerAt(provider: StoredProvider, choice: RerankChoice): Reranker {
    const { trust } = provider;
    const client = () =>
      rerankers(clientKey(provider, choice), () =>
        deps.clients.reranker(connectionOf(deps, provider), { ...choice, trust }),
      );
    return { trust, rerank: async (query, texts, options) => client().rerank(query, texts, options) };
  }

  return async (org) => {
    const [choices, { serving, servedBy }] = await Promise.all([
      deps.providers.readEngineChoices(org),
      deps.generations.find(org),
    ]);
    const find = (choice: RerankChoice | null) => choice && deps.providers.find(org, choice.provider);
    const [embedding, serves, reranks] = await Promise.all([
      find(choices.embeddings),
      find(servedBy),
      find(choices.reranking),
    ]);

    function embeddersOf(): Embedders {
      const { embeddings: chosen } = choices;
      if (!chosen && !servedBy) return installation.embedders;
      const former = servedBy
        ? serves && embedderAt(serves, servedBy)
        : embedderOf(installation.embedders, serving);
      const { current } = installation.embedders;
      // Nobody is there to take over: whoever was left would be sent questions for good.
      if (!chosen && !current) return installation.embedders;
      const own = chosen && embedding?.enabled ? embedderAt(embedding, chosen) : undefined;
      const next = chosen ? own : current;
      // Nobody is being left once what was chosen answers: no question needs to look which one does.
      const isLeft = former && former.generation !== next?.generation;
      return { current: next, chosen, previous: isLeft ? former : undefined };
    }

    function rerankerOf(): Reranker | undefined {
      const { reranking: chosen } = choices;
      if (!chosen) return installation.reranker;
      return reranks?.enabled ? rerankerAt(reranks, chosen) : undefined;
    }

    return { embedders: embeddersOf(), reranker: rerankerOf() };
  };
}
