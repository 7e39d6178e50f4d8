import type { Schemas } from '@qdrant/js-client-rest';
import { aliasesOf, type Collections, definitionsFor } from './collections.ts';
import { type Connection, statusOf } from './connection.ts';
import { bestRarity, type RarityBy } from './server-version.ts';

/** The collections of an index that answers, and who counts how rare words are in them. */
export type Ready = { readonly names: Collections; readonly rarityBy: RarityBy; readonly areNew: boolean };

/**
 * Finds the collections, and makes them where there are none. Those that we count in go on where the server has
 * become one that could count, until they are filled anew.
 * @throws AppError CONFIGURATION_INVALID when the server is too old
 */
export async function makeReady(connection: Connection, prefix: string): Promise<Ready> {
  const best = await bestRarity(connection);
  const names = aliasesOf(prefix, best);
  for (const rarityBy of new Set<RarityBy>([best, 'counts'])) {
    const known = aliasesOf(prefix, rarityBy);
    if (!(await isAnyMissing(connection, known))) return { names: known, rarityBy, areNew: false };
  }
  await giveNames(connection, names, names, await createCollections(connection, names, best, '1'));
  return { names, rarityBy: best, areNew: true };
}

export async function isAnyMissing(connection: Connection, names: Collections): Promise<boolean> {
  const aliases = await readAliases(connection);
  return Object.values(names).some((name) => !aliases.has(name));
}

/** Several processes may do this at once: what another one made in the meantime stays. Gives what they are called. */
export async function createCollections(
  { patient }: Connection,
  names: Collections,
  rarityBy: RarityBy,
  suffix: string,
): Promise<Collections> {
  const made = { chunks: `${names.chunks}-${suffix}`, documents: `${names.documents}-${suffix}` };
  const definitions = definitionsFor(rarityBy);
  for (const kind of ['chunks', 'documents'] as const) {
    const { create, indexes } = definitions[kind];
    await patient((client) => client.createCollection(made[kind], create).catch(unlessThere));
    // Before the first point, so that the graph knows the fields that it is asked by.
    for (const [field_name, field_schema] of Object.entries(indexes))
      await patient((client) => client.createPayloadIndex(made[kind], { field_name, field_schema }));
  }
  return made;
}

/**
 * Gives the names to these collections, and `mark` to the one of chunks, and takes the names of the old ones, all at once; gives what
 * had them before.
 */
export async function giveNames(
  connection: Connection,
  old: Collections,
  names: Collections,
  to: Collections,
  mark?: string,
): Promise<readonly string[]> {
  const aliases = await readAliases(connection);
  const taken = [...new Set([...Object.values(old), ...Object.values(names)])].filter((name) =>
    aliases.has(name),
  );
  const marked = mark !== undefined && aliases.has(mark) ? [mark] : [];
  const actions: Schemas['AliasOperations'][] = [
    ...[...taken, ...marked].map((alias_name) => ({ delete_alias: { alias_name } })),
    ...(['chunks', 'documents'] as const).map((kind) => ({
      create_alias: { alias_name: names[kind], collection_name: to[kind] },
    })),
    ...(mark === undefined ? [] : [{ create_alias: { alias_name: mark, collection_name: to.chunks } }]),
  ];
  await connection.patient((client) => client.updateCollectionAliases({ actions }));
  return taken.flatMap((name) => aliases.get(name) ?? []);
}

export async function removeCollections({ patient }: Connection, names: readonly string[]): Promise<void> {
  for (const name of names) await patient((client) => client.deleteCollection(name));
}

/** Takes a name away from this collection; from another one that has it by now, it does not. */
export async function takeName(
  connection: Connection,
  alias_name: string,
  collection: string,
): Promise<void> {
  if ((await readAliases(connection)).get(alias_name) !== collection) return;
  await connection.patient((client) =>
    client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name } }] }),
  );
}

/** Names that lead to collections, of this index and of others, with these. */
export async function readAliases({ quick }: Connection): Promise<ReadonlyMap<string, string>> {
  const { aliases } = await quick((client) => client.getAliases());
  return new Map(aliases.map(({ alias_name, collection_name }) => [alias_name, collection_name]));
}

function unlessThere(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}
