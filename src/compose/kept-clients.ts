import { createHash } from 'node:crypto';
import { keepRecent } from '../core/keep-recent.ts';
import type { Provider } from '../core/providers/provider.ts';
import type { StoredSecret } from '../ports/provider-repository.ts';

/** A provider with its sealed key. */
export type StoredProvider = Provider & { readonly secret: StoredSecret | null };

/** Clients kept for later calls, with their connections and breakers. */
const mostClients = 500;

/** Makes the function that gives the client of a key, made at its first use. */
export function keepClients<Client>(): (key: string, make: () => Client) => Client {
  return keepRecent<Client>(mostClients).get;
}

/** Another key for whatever changes how a provider is spoken to: its row, its secret, what it is used for. */
export function clientKey(provider: StoredProvider, ...usedFor: readonly unknown[]): string {
  const { org, id, name, dialect, baseUrl, trust, prices, secret } = provider;
  const sealed = secret && createHash('sha256').update(secret.sealed).digest('base64');
  return JSON.stringify([org, id, name, dialect, baseUrl, trust, prices, sealed, ...usedFor]);
}
