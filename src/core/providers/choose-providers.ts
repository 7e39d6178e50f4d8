import type { Sensitivity } from '../document.ts';
import { mayReceive, type TrustLevel, type TrustMatrix, trustLevels } from '../trust.ts';

/** A provider as the choice sees it. */
export type Candidate = { readonly id: string; readonly trust: TrustLevel };

/** Which provider administrators want: for the organisation, and for some of its spaces. */
export type ProviderChoices = {
  readonly usual: string | null;
  readonly bySpace: ReadonlyMap<string, string>;
};

export type Routing<Chosen> =
  /** To be asked in this order: the next one when one does not answer. Never empty. */
  | { readonly chain: readonly Chosen[] }
  /** Nobody may be asked: no provider, or none that may see text so sensitive (R67). */
  | { readonly chain: readonly []; readonly reason: 'no-model' | 'too-sensitive' };

/**
 * Decides who may be asked a question, from all that would be sent: one sensitive passage or earlier turn decides for the
 * whole request. The preferred provider comes first; the others follow only if they are trusted at least as much, so that an
 * outage sends nothing to where it would not have gone (R68).
 */
export function chooseProviders<Chosen extends Candidate>(
  providers: readonly Chosen[],
  request: {
    readonly choices: ProviderChoices;
    /** Spaces of what would be sent. */
    readonly spaces: readonly string[];
    readonly sensitivities: readonly Sensitivity[];
    readonly matrix: TrustMatrix;
    /** Asked for by name: then it is this one or those that are trusted as much. */
    readonly wanted?: string | undefined;
  },
): Routing<Chosen> {
  const preferred = preferredOf(providers, request);
  if (!preferred) return { chain: [], reason: 'no-model' };
  const others = providers.filter(
    (one) => one !== preferred && distance(one.trust) <= distance(preferred.trust),
  );
  const [first, ...rest] = [preferred, ...others].filter(({ trust }) =>
    request.sensitivities.every((sensitivity) => mayReceive(trust, sensitivity, request.matrix)),
  );
  return first ? { chain: [first, ...rest] } : { chain: [], reason: 'too-sensitive' };
}

/** Spaces that want different providers are answered by the most trusted of these. */
function preferredOf<Chosen extends Candidate>(
  providers: readonly Chosen[],
  { choices, spaces, wanted }: Parameters<typeof chooseProviders>[1],
): Chosen | undefined {
  if (wanted !== undefined) return providers.find(({ id }) => id === wanted);
  const ids = new Set(spaces.map((space) => choices.bySpace.get(space) ?? choices.usual));
  if (ids.size === 0) ids.add(choices.usual);
  const named = providers.filter(({ id }) => ids.has(id));
  const [first] = named.toSorted((a, b) => distance(a.trust) - distance(b.trust));
  return first ?? providers[0];
}

const distance = (trust: TrustLevel): number => trustLevels.indexOf(trust);
