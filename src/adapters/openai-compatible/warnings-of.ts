import type { Provider } from '../../core/providers/provider.ts';
import type { ProviderWarning } from '../../core/providers/provider-warnings.ts';
import { dialects } from './dialects/all.ts';

/** What an administrator should know before text is sent there, by the address alone and whether a key is kept. */
export function warningsOf({
  hasSecret,
  baseUrl,
  dialect,
}: Pick<Provider, 'dialect' | 'baseUrl' | 'hasSecret'>): readonly ProviderWarning[] {
  const { key, warnings } = dialects[dialect];
  const { hostname, protocol } = new URL(baseUrl);
  const here = /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
  return [
    ...(protocol === 'http:' && !here ? (['plain-http'] as const) : []),
    ...(key === 'ignored' || (key === 'optional' && !hasSecret) ? (['no-authentication'] as const) : []),
    ...warnings,
  ];
}
