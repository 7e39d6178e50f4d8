import type { QdrantClient, Schemas } from '@qdrant/js-client-rest';
import { AppError } from '../../core/errors.ts';
import { type Collections, definitions, layout } from './collections.ts';
import { Absent, type Connection, connect, type QdrantSettings, statusOf } from './connection.ts';

type Ask<Reply> = (client: QdrantClient, names: Collections) => Promise<Reply>;

/** The collections of one index on a server. What fails is thrown as AppError STORE_UNAVAILABLE, and may be asked again. */
export type Store = {
  /** For questions: given up early. */
  quick<Reply>(ask: Ask<Reply>): Promise<Reply>;
  /** For changes. */
  patient<Reply>(ask: Ask<Reply>): Promise<Reply>;
  /** Names of the vectors that chunks may have, as far as known; `true` asks the server again. */
  vectorNames(again?: true): Promise<ReadonlySet<string>>;
  /** Adds a vector that chunks may have from then on; one that is there already stays. */
  addVector(name: string, dimension: number): Promise<void>;
};

export type StoreOptions = QdrantSettings & {
  /** First part of the names of collections and aliases, so that several installations can share a server. */
  readonly prefix: string;
  /** Called when collections were not there, or lost, and empty ones were made: fill them from the truth. */
  readonly onEmpty: () => void;
};

/** The first server that can count how rare words are over what a caller may read, instead of over everything (R02, R15). */
const oldestServer = [1, 19] as const;

/**
 * Opens the index. A server that does not answer is asked again with the next call.
 * @throws AppError CONFIGURATION_INVALID when the server is too old
 */
export async function openStore({ prefix, onEmpty, ...settings }: StoreOptions): Promise<Store> {
  const connection = connect(settings);
  const names = namesOf(prefix);
  let opened: Promise<boolean> | null = null;
  let vectors: ReadonlySet<string> | null = null;

  /** Once, until it fails or collections are found to be gone. */
  async function open(): Promise<void> {
    opened ??= makeReady(connection, names);
    const ready = opened;
    try {
      if (!(await ready)) return;
    } catch (error) {
      if (opened === ready) opened = null;
      throw error;
    }
    if (opened !== ready) return;
    opened = Promise.resolve(false);
    vectors = null;
    onEmpty();
  }

  async function call<Reply>(through: Connection['quick'], ask: Ask<Reply>): Promise<Reply> {
    await open();
    try {
      return await through((client) => ask(client, names));
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      if (!(await isAnyMissing(connection, names))) throw error;
      opened = null;
      await open();
      return through((client) => ask(client, names));
    }
  }

  const store: Store = {
    quick: (ask) => call(connection.quick, ask),
    patient: (ask) => call(connection.patient, ask),
    async vectorNames(again) {
      if (vectors && !again) return vectors;
      const { config } = await store.quick((client, { chunks }) => client.getCollection(chunks));
      vectors = new Set(Object.keys(config.params.vectors ?? {}));
      return vectors;
    },
    async addVector(name, dimension) {
      await store.patient((client, { chunks }) =>
        client.createVectorName(chunks, name, { dense: { size: dimension, distance: 'Cosine' } }),
      );
      vectors = null;
    },
  };
  await open().catch(unlessUnavailable);
  return store;
}

function unlessUnavailable(error: unknown): void {
  if ((error as AppError).code !== 'STORE_UNAVAILABLE') throw error;
}

/** Another layout has other names: the points of one mean nothing to the other. */
function namesOf(prefix: string): Collections {
  return { chunks: `${prefix}-v${layout}-chunks`, documents: `${prefix}-v${layout}-documents` };
}

async function isAnyMissing({ quick }: Connection, names: Collections): Promise<boolean> {
  const { aliases } = await quick((client) => client.getAliases());
  const there = new Set(aliases.map(({ alias_name }) => alias_name));
  return Object.values(names).some((name) => !there.has(name));
}

/** Makes what is missing; gives whether anything was. */
async function makeReady(connection: Connection, names: Collections): Promise<boolean> {
  await checkVersion(connection);
  if (!(await isAnyMissing(connection, names))) return false;
  await createCollections(connection, names, '1');
  return true;
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

/** Several processes may do this at once: what another one made in the meantime stays. */
async function createCollections({ patient }: Connection, names: Collections, suffix: string): Promise<void> {
  const actions: Schemas['AliasOperations'][] = [];
  for (const kind of ['chunks', 'documents'] as const) {
    const name = `${names[kind]}-${suffix}`;
    const { create, indexes } = definitions[kind];
    await patient((client) => client.createCollection(name, create).catch(unlessThere));
    // Before the first point, so that the graph knows the fields that it is asked by.
    for (const [field_name, field_schema] of Object.entries(indexes))
      await patient((client) => client.createPayloadIndex(name, { field_name, field_schema }));
    actions.push({ create_alias: { collection_name: name, alias_name: names[kind] } });
  }
  await patient((client) => client.updateCollectionAliases({ actions }));
}

function unlessThere(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}
