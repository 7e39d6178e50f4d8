import type { ListedAlias } from '../../ports/alias-repository.ts';

/** An alias as it leaves. */
export function presentAlias({ id, acronym, expansion, status, documents }: ListedAlias) {
  return { id, acronym, expansion, status, documents };
}
