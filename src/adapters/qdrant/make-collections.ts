import type { Schemas } from '@qdrant/js-client-rest';
import { AppError } from '../../core/errors.ts';
import { type Collections, definitions } from './collections.ts';
import { type Connection, statusOf } from './connection.ts';

/** The first server that can count how rare words are over what a caller may read, instead of over everything (R02, R15). */
const oldestServer = [1, 19] as const;

/**
 * Makes collections where their names lead nowhere; gives whether any were made.
 * @throws AppError CONFIGURATION_INVALID when the server is too old
 */
export async function makeReady(connection: Connection, names: Collections): Promise<boolean> {
  await checkVersion(connection);
  if (!(await isAnyMissing(connection, names))) return false;
  await giveNames(connection, names, await createCollections(connection, names, '1'));
  return true;
}

export async function isAnyMissing(connection: Connection, names: Collections): Promise<boolean> {
  const aliases = await readAliases(connection);
  return Object.values(names).some((name) => !aliases.has(name));
}

/** Several processes may do this at once: what another one made in the meantime stays. Gives what they are called. */
export async function createCollections(
  { patient }: Connection,
  names: Collections,
  suffix: string,
): Promise<Collections> {
  const made = { chunks: `${names.chunks}-${suffix}`, documents: `${names.documents}-${suffix}` };
  for (const kind of ['chunks', 'documents'] as const) {
    const { create, indexes } = definitions[kind];
    await patient((client) => client.createCollection(made[kind], create).catch(unlessThere));
    // Before the first point, so that the graph knows the fields that it is asked by.
    for (const [field_name, field_schema] of Object.entries(indexes))
      await patient((client) => client.createPayloadIndex(made[kind], { field_name, field_schema }));
  }
  return made;
}

/** Gives the names to these collections, all at once; gives those that had them before. */
export async function giveNames(
  connection: Connection,
  names: Collections,
  to: Collections,
): Promise<readonly string[]> {
  const aliases = await readAliases(connection);
  const before = Object.values(names).flatMap((name) => aliases.get(name) ?? []);
  const actions: Schemas['AliasOperations'][] = [];
  for (const kind of ['chunks', 'documents'] as const) {
    const alias_name = names[kind];
    if (aliases.has(alias_name)) actions.push({ delete_alias: { alias_name } });
    actions.push({ create_alias: { alias_name, collection_name: to[kind] } });
  }
  await connection.patient((client) => client.updateCollectionAliases({ actions }));
  return before;
}

export async function removeCollections({ patient }: Connection, names: readonly string[]): Promise<void> {
  for (const name of names) await patient((client) => client.deleteCollection(name));
}

async function readAliases({ quick }: Connection): Promise<ReadonlyMap<string, string>> {
  const { aliases } = await quick((client) => client.getAliases());
  return new Map(aliases.map(({ alias_name, collection_name }) => [alias_name, collection_name]));
}

async function checkVersion({ quick }: Connection): Promise<void> {
  const { version } = await quick((client) => client.versionInfo());
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestServer;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new AppError('CONFIGURATION_INVALID', {
    detail: `QDRANT_URL: this server is Qdrant ${version}; take ${oldestServer.join('.')} or a later one.`,
  });
}

function unlessThere(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}
