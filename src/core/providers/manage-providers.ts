import type { ProviderEditor, ProviderRepository, StoredSecret } from '../../ports/provider-repository.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { AppError } from '../errors.ts';
import { isNearby } from '../trust.ts';
import type { Provider, ProviderConnection } from './provider.ts';

type Deps = { readonly providers: ProviderRepository; readonly secretBox: SecretBox };

/** A provider as an administrator writes it. `apiKey` absent: the kept one stays; empty: none is kept any more. */
export type ProviderInput = Omit<Provider, 'org' | 'id' | 'hasSecret'> & { readonly apiKey?: string };

/**
 * Sets up a provider or changes it whole. A key belongs to the host that it was given for: with another address it must be
 * given again (R55).
 * @throws AppError `PROVIDER_INVALID` says what to mend; `PROVIDER_SECRET_NEEDED` when the address changed and no key came
 */
export async function saveProvider(
  { providers, secretBox }: Deps,
  org: string,
  id: string,
  { apiKey, ...input }: ProviderInput,
  by: ProviderEditor,
): Promise<void> {
  const baseUrl = checkedAddress(input.baseUrl);
  const host = baseUrl.origin;
  if (!Object.values(input.models).some((model) => model !== undefined))
    throw new AppError('PROVIDER_INVALID', {
      explanation: { fr: 'Il faut au moins un modèle.', en: 'At least one model is needed.' },
    });
  const kept = apiKey === undefined ? ((await providers.find(org, id))?.secret ?? null) : null;
  if (kept && kept.host !== host) throw new AppError('PROVIDER_SECRET_NEEDED');
  if ((apiKey || kept) && baseUrl.protocol === 'http:' && !isNearby(baseUrl.hostname))
    throw new AppError('PROVIDER_INVALID', {
      explanation: {
        fr: 'Une clé n’est pas envoyée sans chiffrement : il faut une adresse en https.',
        en: 'A key is not sent over plain http: use an https address.',
      },
    });
  const secret = apiKey ? { host, sealed: secretBox.seal(apiKey, contextOf(org, id, host)) } : null;
  await providers.save(
    { org, id, ...input, baseUrl: trimmed(baseUrl) },
    { secret: secret ?? (kept ? 'keep' : 'remove'), by },
  );
}

/** Which provider answers, for the organisation (`space` null) or for one of its spaces; `provider` null: no choice any more. */
export type ProviderChoice = {
  readonly for: 'answers';
  readonly space: string | null;
  readonly provider: string | null;
};

/** @throws AppError `NOT_FOUND` */
export async function removeProvider(
  { providers }: Pick<Deps, 'providers'>,
  org: string,
  id: string,
  by: ProviderEditor,
): Promise<void> {
  if (!(await providers.remove(org, id, by))) throw new AppError('NOT_FOUND');
}

/**
 * Says which provider answers, for the organisation or for one of its spaces.
 * @throws AppError `NOT_FOUND` for an unknown provider or one without a chat model
 */
export async function chooseProvider(
  { providers }: Pick<Deps, 'providers'>,
  org: string,
  choice: Omit<ProviderChoice, 'for'>,
  by: ProviderEditor,
): Promise<void> {
  if (choice.provider !== null) {
    const provider = await providers.find(org, choice.provider);
    if (!provider?.models.chat) throw new AppError('NOT_FOUND');
  }
  await providers.choose(org, choice, by);
}

/**
 * How a provider is reached, its key opened for its own host and no other.
 * @throws AppError `SECRET_UNREADABLE`
 */
export function connectionOf(
  { secretBox }: Pick<Deps, 'secretBox'>,
  { org, id, dialect, baseUrl, secret }: Provider & { readonly secret: StoredSecret | null },
): ProviderConnection {
  if (!secret) return { dialect, baseUrl };
  const context = contextOf(org, id, new URL(baseUrl).origin);
  return { dialect, baseUrl, apiKey: secretBox.open(secret.sealed, context) };
}

/**
 * Seals all secrets of an organisation with the key in use; those that were changed meanwhile have it already.
 * @returns how many were sealed anew
 */
export async function resealSecrets({ providers, secretBox }: Deps, org: string): Promise<number> {
  let done = 0;
  for (const { id, secret } of await providers.listSecrets(org)) {
    if (!secretBox.isOld(secret.sealed)) continue;
    const context = contextOf(org, id, secret.host);
    const sealed = secretBox.seal(secretBox.open(secret.sealed, context), context);
    if (await providers.replaceSecret(org, id, secret, { host: secret.host, sealed })) done += 1;
  }
  return done;
}

/** Whose secret it is and where it may go: part of what is authenticated (R57). */
function contextOf(org: string, id: string, host: string): readonly string[] {
  return ['provider', org, id, host];
}

function checkedAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new AppError('PROVIDER_INVALID', {
      explanation: {
        fr: 'Il faut une adresse http(s) comme https://hôte/v1, sans utilisateur, mot de passe ni paramètres.',
        en: 'The address is http(s), such as https://host/v1, without user, password or parameters.',
      },
    });
  return url;
}

const trimmed = (url: URL): string => url.href.replace(/\/+$/, '');
