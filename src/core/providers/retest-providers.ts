import { tunables } from '../../../config/tunables.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ProviderClients } from '../../ports/provider-clients.ts';
import type { ProviderRepository } from '../../ports/provider-repository.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { codeOf } from '../errors.ts';
import type { ProbeResult } from './provider.ts';
import { testProvider } from './test-provider.ts';

type Deps = {
  readonly providers: Pick<ProviderRepository, 'list' | 'find' | 'saveCapabilities'>;
  readonly clients: Pick<ProviderClients, 'probe'>;
  readonly secretBox: SecretBox;
  readonly logger: Pick<Logger, 'warn'>;
};

/**
 * Tests the providers of an organisation again whose last test is a day old: catalogues change, keys expire. One that was
 * never tested is left to its administrator. One that cannot be tested, because its key cannot be read or it was just
 * removed, is logged and does not keep the others from being tested.
 * @returns ids of those that fail now where they passed before
 * @throws the signal's reason when it is aborted
 */
export async function retestProviders(
  deps: Deps,
  org: string,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { id, enabled, capabilities } of await deps.providers.list(org)) {
    const due =
      capabilities && now.getTime() - capabilities.probedAt.getTime() >= tunables.providers.retestMs;
    if (!enabled || !due) continue;
    const worked = new Set(probesThat('passed', capabilities.results));
    const results: ProbeResult[] = [];
    try {
      for await (const result of testProvider(deps, org, id, signal)) results.push(result);
      if (probesThat('failed', results).some((probe) => worked.has(probe))) broken.push(id);
    } catch (error) {
      signal.throwIfAborted();
      deps.logger.warn({ org, provider: id, code: codeOf(error) }, 'provider not tested');
    }
  }
  return broken;
}

function probesThat(wanted: ProbeResult['outcome'], results: readonly ProbeResult[]): string[] {
  return results.flatMap(({ probe, outcome }) => (outcome === wanted ? [probe] : []));
}
