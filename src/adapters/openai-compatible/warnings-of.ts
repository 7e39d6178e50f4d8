import type { ProviderConnection } from '../../core/providers/provider.ts';
import type { ProviderWarning } from '../../core/providers/provider-warnings.ts';
import { dialects } from './dialects/all.ts';

/** What an administrator should know before text is sent there, by the address and the key alone. */
export function warningsOf({
  apiKey,
  baseUrl,
  dialect,
}: Pick<ProviderConnection, 'dialect' | 'baseUrl' | 'apiKey'>): readonly ProviderWarning[] {
  const { key, warnings } = dialects[dialect];
  const { hostname, protocol } = new URL(baseUrl);
  const here = /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
  return [
    ...(protocol === 'http:' && !here ? (['plain-http'] as const) : []),
    ...(key === 'ignored' || (key === 'optional' && !apiKey) ? (['no-authentication'] as const) : []),
    ...warnings,
  ];
}
