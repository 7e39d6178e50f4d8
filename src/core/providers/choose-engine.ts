import type { GenerationStore } from '../../ports/generation-store.ts';
import type { ProviderClients } from '../../ports/provider-clients.ts';
import type { ProviderEditor, ProviderRepository } from '../../ports/provider-repository.ts';
import { AppError } from '../errors.ts';
import { generationOf } from '../ingest/generation-of.ts';
import { sendableTo } from '../trust.ts';
import { usualPrefixes } from '../usual-prefixes.ts';
import type { EngineUse } from './engine-choice.ts';
import { findingText } from './probe-texts.ts';
import type { Capabilities, ProbeResult, Provider } from './provider.ts';
import type { ProviderWarning } from './provider-warnings.ts';

export type EngineDeps = {
  readonly providers: Pick<ProviderRepository, 'list' | 'readPolicy' | 'chooseEngine'>;
  readonly generations: Pick<GenerationStore, 'progress'>;
  readonly clients: Pick<ProviderClients, 'dialects'>;
};

/** What an administrator says; `provider` null: the installation's own again. */
export type WantedEngine = {
  readonly for: EngineUse;
  readonly provider: string | null;
  /** Absent: the one that the provider has for it. */
  readonly model?: string | undefined;
  /** What the embedding model wants before questions and passages. Absent: what its family is known to want. */
  readonly queryPrefix?: string | undefined;
  readonly passagePrefix?: string | undefined;
};

/**
 * Says which provider makes the organisation's vectors, or reranks. The model is part of the choice: what is changed at the
 * provider later changes no vectors by surprise.
 * @returns what the administrator should know
 * @throws AppError `NOT_FOUND`; `PROVIDER_UNSUITABLE` says why
 */
export async function chooseEngine(
  deps: EngineDeps,
  org: string,
  wanted: WantedEngine,
  by: ProviderEditor,
): Promise<readonly ProviderWarning[]> {
  const { for: use, provider: id } = wanted;
  if (id === null) {
    await deps.providers.chooseEngine(org, use, null, by);
    return [];
  }
  const provider = (await deps.providers.list(org)).find((one) => one.id === id);
  if (!provider) throw new AppError('NOT_FOUND');
  refuseUnable(deps, provider, use);
  const model = wanted.model ?? provider.models[modelFor[use]];
  if (model === undefined) throw unsuitable(reasons.model);
  const warnings = judgeTest(provider, use, model);
  if (use === 'reranking') {
    await deps.providers.chooseEngine(org, use, { provider: id, model }, by);
    return warnings;
  }
  const usual = usualPrefixes(model);
  const { queryPrefix = usual.query, passagePrefix = usual.passage } = wanted;
  await deps.providers.chooseEngine(org, use, { provider: id, model, queryPrefix, passagePrefix }, by);
  const generation = generationOf(model, passagePrefix, id);
  return [...warnings, ...(await warnOfSensitive(deps, org, provider, generation))];
}

const modelFor = { embeddings: 'embeddings', reranking: 'rerank' } as const satisfies Record<
  EngineUse,
  keyof Provider['models']
>;
const probeFor = { embeddings: 'embedding', reranking: 'rerank' } as const satisfies Record<
  EngineUse,
  ProbeResult['probe']
>;

function refuseUnable({ clients }: Pick<EngineDeps, 'clients'>, provider: Provider, use: EngineUse): void {
  if (!provider.enabled) throw unsuitable(reasons.off);
  const dialect = clients.dialects().find(({ name }) => name === provider.dialect);
  const isAble = use === 'embeddings' ? dialect?.embeds : dialect?.reranks;
  if (!isAble) throw unsuitable(reasons[use]);
}

/** What a test saw of the model itself; other failures may be of the moment. */
const disqualifying: ReadonlySet<string | null> = new Set([
  'vectors-unusable',
  'order-wrong',
  'model-not-found',
  'bad-reply',
]);

/** « Tester la connexion » is believed: what cannot do it is refused, and what was not seen to do it is warned of. */
function judgeTest(
  { models, capabilities }: Provider & { readonly capabilities: Capabilities | null },
  use: EngineUse,
  model: string,
): readonly ProviderWarning[] {
  const tested = models[modelFor[use]] === model ? capabilities : null;
  const result = tested?.results.find(({ probe }) => probe === probeFor[use]);
  // Nothing was asked of it, because the key or the address was refused.
  if (result?.finding === 'after-failure') return ['model-test-failed'];
  if (!result || result.outcome === 'skipped') return ['model-untested'];
  if (result.outcome === 'passed') return [];
  const { finding } = result;
  if (finding === null || !disqualifying.has(finding)) return ['model-test-failed'];
  throw unsuitable({ fr: findingText(finding, 'fr'), en: findingText(finding, 'en') });
}

/** Documents that are there already and may not be sent to it: whoever comes later is counted in the status. */
async function warnOfSensitive(
  { providers, generations }: Pick<EngineDeps, 'providers' | 'generations'>,
  org: string,
  { trust }: Provider,
  generation: string,
): Promise<readonly ProviderWarning[]> {
  const { matrix } = await providers.readPolicy(org);
  const { tooSensitive } = await generations.progress(org, {
    generation,
    sendable: sendableTo(trust, matrix),
  });
  return tooSensitive > 0 ? ['sensitive-by-words'] : [];
}

const reasons = {
  off: {
    fr: 'Ce fournisseur est désactivé : activez-le d’abord.',
    en: 'This provider is switched off: switch it on first.',
  },
  embeddings: {
    fr: 'Les serveurs de ce dialecte ne font pas de vecteurs.',
    en: 'Servers of this dialect make no vectors.',
  },
  reranking: {
    fr: 'Les serveurs de ce dialecte ne reclassent pas.',
    en: 'Servers of this dialect do not rerank.',
  },
  model: {
    fr: 'Ce fournisseur n’a pas de modèle pour cela : nommez-en un.',
    en: 'This provider has no model for it: name one.',
  },
} as const;

function unsuitable(explanation: { readonly fr: string; readonly en: string }): AppError {
  return new AppError('PROVIDER_UNSUITABLE', { explanation });
}
