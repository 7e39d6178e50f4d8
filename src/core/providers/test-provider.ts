import type { ProviderClients } from '../../ports/provider-clients.ts';
import type { ProviderRepository } from '../../ports/provider-repository.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { AppError } from '../errors.ts';
import { connectionOf } from './manage-providers.ts';
import type { ProbeResult } from './provider.ts';

type Deps = {
  readonly providers: Pick<ProviderRepository, 'find' | 'saveCapabilities'>;
  readonly clients: Pick<ProviderClients, 'probe'>;
  readonly secretBox: SecretBox;
};

/**
 * « Tester la connexion »: tries what the provider is used for, a result as soon as there is one, and keeps them all with
 * the date. A test that is cut off leaves the one before.
 * @throws AppError `NOT_FOUND`; `SECRET_UNREADABLE`
 */
export async function* testProvider(
  { providers, clients, secretBox }: Deps,
  org: string,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<ProbeResult, void> {
  const provider = await providers.find(org, id);
  if (!provider) throw new AppError('NOT_FOUND');
  const connection = connectionOf({ secretBox }, provider);
  const results: ProbeResult[] = [];
  for await (const result of clients.probe(connection, provider.models, { signal })) {
    results.push(result);
    yield result;
  }
  signal.throwIfAborted();
  await providers.saveCapabilities(org, id, { probedAt: new Date(), results });
}
