import type { Capabilities, Provider } from '../../core/providers/provider.ts';

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
  return {
    probedAt: new Date(probedAt).toISOString(),
    results: results.map((result) => ({ ...result, facts: { ...result.facts } })),
  };
}
