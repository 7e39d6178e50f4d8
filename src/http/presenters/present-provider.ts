import { findingText } from '../../core/providers/probe-texts.ts';
import type { Capabilities, ProbeResult, Provider } from '../../core/providers/provider.ts';

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
  };
}
