import { tunables } from '../../../config/tunables.ts';
import type { Connection } from './connection.ts';
import { removeCollections } from './make-collections.ts';

/**
 * Removes collections of this index that no name leads to: what a rebuild leaves that was killed, before or after its collections took
 * the place of others. They may hold what was erased since (R34, R70). One that was begun lately may be being filled by another
 * process, and stays; so does all while the index has no collections yet, for these are being made then.
 */
export async function removeLeftovers(connection: Connection, prefix: string): Promise<void> {
  // Aliases afterwards: what took a place in between has it.
  const { collections } = await connection.quick((client) => client.getCollections());
  const { aliases } = await connection.quick((client) => client.getAliases());
  const used = new Set(aliases.map(({ collection_name }) => collection_name));
  const own = collections.filter(({ name }) => begunAt(prefix, name) !== null);
  if (!own.some(({ name }) => used.has(name))) return;
  const limit = Date.now() - tunables.qdrant.longestRebuildMs;
  const leftover = own.filter(({ name }) => !used.has(name) && (begunAt(prefix, name) ?? limit) < limit);
  await removeCollections(
    connection,
    leftover.map(({ name }) => name),
  );
}

/** When a collection of this prefix was begun, as its name says in base 36, in milliseconds; `null` for others. */
function begunAt(prefix: string, name: string): number | null {
  if (!name.startsWith(`${prefix}-`)) return null;
  const [, begun] =
    /^v\d+-(?:[a-z]+-)?(?:chunks|documents)-([0-9a-z]+)$/.exec(name.slice(prefix.length + 1)) ?? [];
  return begun === undefined ? null : Number.parseInt(begun, 36);
}
