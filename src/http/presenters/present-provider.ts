import type { EmbeddingStatus } from '../../core/ingest/keep-generations.ts';
import type { ProviderChoices } from '../../core/providers/choose-providers.ts';
import type { EngineChoices } from '../../core/providers/engine-choice.ts';
import { factTexts, findingText } from '../../core/providers/probe-texts.ts';
import type { Capabilities, ProbeResult, Provider } from '../../core/providers/provider.ts';
import { type ProviderWarning, providerWarnings } from '../../core/providers/provider-warnings.ts';

/** A provider as administrators see it: whether it has a key, and never the key. */
export function presentProvider({
  org: _org,
  capabilities,
  ...provider
}: Provider & { readonly capabilities: Capabilities | null }) {
  return {
    ...provider,
    models: { ...provider.models },
    capabilities: capabilities && presentCapabilities(capabilities),
  };
}

export function presentCapabilities({ probedAt, results }: Capabilities) {
  return { probedAt: new Date(probedAt).toISOString(), results: results.map(presentProbe) };
}

/** What was found, in words of both languages beside its code. */
export function presentProbe(result: ProbeResult) {
  const { finding } = result;
  return {
    ...result,
    text: finding === null ? null : { fr: findingText(finding, 'fr'), en: findingText(finding, 'en') },
    facts: { ...result.facts },
    learned: { fr: factTexts(result, 'fr'), en: factTexts(result, 'en') },
  };
}

export function presentChoices({ usual, bySpace, embeddings, reranking }: ProviderChoices & EngineChoices) {
  return {
    usual,
    bySpace: Object.fromEntries(bySpace),
    embeddings: embeddings && { ...embeddings },
    reranking: reranking && { ...reranking },
  };
}

export function presentEmbedding({ serving, building }: EmbeddingStatus) {
  return {
    serving: serving && { ...serving },
    building: building && { ...building, beganAt: building.beganAt.toISOString() },
  };
}

/** In words of both languages beside their codes. */
export function presentWarnings(warnings: readonly ProviderWarning[]) {
  return warnings.map((code) => ({ code, ...providerWarnings[code] }));
}
