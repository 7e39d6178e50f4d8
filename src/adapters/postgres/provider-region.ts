import type { Transaction } from './database.ts';

/** Where the provider of this name runs, as its administrator says; `null` where nobody does. */
export async function regionOf(
  transaction: Transaction,
  org: string,
  provider: string | null,
): Promise<string | null> {
  if (provider === null) return null;
  const named = await transaction
    .selectFrom('provider')
    .select('hosting')
    .distinct()
    .where('org', '=', org)
    .where('name', '=', provider)
    .execute();
  return named.length === 1 ? (named[0]?.hosting ?? null) : null;
}
