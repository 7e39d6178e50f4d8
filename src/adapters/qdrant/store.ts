import { setTimeout as sleep } from 'node:timers/promises';
import type { QdrantClient } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { AppError } from '../../core/errors.ts';
import { aliasesOf, type Collections, unfinishedOf } from './collections.ts';
import { Absent, type Connection, connect, type QdrantSettings } from './connection.ts';
import {
  createCollections,
  giveNames,
  isAnyMissing,
  makeReady,
  type Ready,
  readAliases,
  removeCollections,
  takeName,
} from './make-collections.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { bestRarity, type RarityBy } from './server-version.ts';

type Ask<Reply> = (client: QdrantClient, names: Collections) => Promise<Reply>;

/** The collections of one index on a server. What fails is thrown as AppError STORE_UNAVAILABLE, and may be asked again. */
export type WorkingStore = {
  /** Who counts how rare words are in these collections. */
  readonly rarityBy: RarityBy;
  /** For questions: given up early. */
  quick<Reply>(ask: Ask<Reply>): Promise<Reply>;
  /** For changes. */
  patient<Reply>(ask: Ask<Reply>): Promise<Reply>;
  /** Names of the vectors that chunks may have, as far as known; `true` asks the server again. */
  vectorNames(again?: true): Promise<ReadonlySet<string>>;
  /** Adds a vector that chunks may have from then on; one that is there already stays. */
  addVector(name: string, dimension: number): Promise<void>;
};

/** Does work on the collections that answer; from its beginning when they turn out to be others. */
export type UseStore = <Result>(work: (store: WorkingStore) => Promise<Result>) => Promise<Result>;

/** The collections of an index, whichever they are at the time. */
export type Store = {
  readonly use: UseStore;
  /**
   * Makes new collections, and gives them the place of the old ones, all at once, when they are filled. They are unfinished until
   * `mend` has ended well: a name says so that they get in the same moment, and that outlives this process.
   */
  replace(fill: (fresh: WorkingStore) => Promise<void>, mend: () => Promise<void>): Promise<void>;
  /** Calls `ask` when they are, and takes the name away when it has ended well. */
  finish(ask: () => Promise<void>): Promise<void>;
};

export type StoreOptions = QdrantSettings & {
  /** First part of the names of collections and aliases, so that several installations can share a server. */
  readonly prefix: string;
  /** Called when collections were not there, or lost, and empty ones were made: fill them from the truth. */
  readonly onEmpty: () => void;
};

/**
 * Opens the index. A server that does not answer is asked again with the next call.
 * @throws AppError CONFIGURATION_INVALID when the server is too old
 */
export async function openStore({ prefix, onEmpty, ...settings }: StoreOptions): Promise<Store> {
  const connection = connect(settings);
  let opened: Promise<Opened> | null = null;

  /** Once, until it fails or collections are found to be gone. */
  function open(): Promise<Opened> {
    if (opened) return opened;
    const opening = makeReady(connection, prefix).then((ready) => {
      if (ready.areNew) onEmpty();
      return { names: ready.names, store: storeOver(connection, ready) };
    });
    opened = opening;
    opening.catch(() => forget(opening));
    return opening;
  }

  function forget(opening: Promise<Opened>): void {
    if (opened === opening) opened = null;
  }

  const use: UseStore = async (work) => {
    const opening = open();
    const { names, store } = await opening;
    try {
      return await work(store);
    } catch (error) {
      if (!(error instanceof Absent) || !(await isAnyMissing(connection, names))) throw error;
      forget(opening);
      return work((await open()).store);
    }
  };
  await open()
    .then(() => removeLeftovers(connection, prefix))
    .catch(unlessUnavailable);
  return {
    use,
    async replace(fill, mend) {
      await removeLeftovers(connection, prefix);
      const opening = open();
      const { chunks } = await replaceCollections(connection, prefix, (await opening).names, fill);
      forget(opening);
      await mend();
      await takeName(connection, unfinishedOf(prefix), chunks);
    },
    async finish(ask) {
      const chunks = (await readAliases(connection)).get(unfinishedOf(prefix));
      if (chunks === undefined) return;
      await ask();
      await takeName(connection, unfinishedOf(prefix), chunks);
    },
  };
}

type Opened = { readonly names: Collections; readonly store: WorkingStore };

function storeOver(
  connection: Connection,
  { names, rarityBy }: Pick<Ready, 'names' | 'rarityBy'>,
): WorkingStore {
  let vectors: ReadonlySet<string> | null = null;
  const store: WorkingStore = {
    rarityBy,
    quick: (ask) => connection.quick((client) => ask(client, names)),
    patient: (ask) => connection.patient((client) => ask(client, names)),
    async vectorNames(again) {
      if (vectors && !again) return vectors;
      const { config } = await store.quick((client, { chunks }) => client.getCollection(chunks));
      vectors = new Set(Object.keys(config.params.vectors ?? {}));
      return vectors;
    },
    async addVector(name, dimension) {
      await store.patient((client, { chunks }) =>
        client.createVectorName(chunks, name, {
          dense: { size: dimension, distance: 'Cosine', datatype: 'float16' },
        }),
      );
      vectors = null;
    },
  };
  return store;
}

/** What goes wrong on the way leaves the old collections in their place. Gives the new ones. */
async function replaceCollections(
  connection: Connection,
  prefix: string,
  old: Collections,
  fill: (fresh: WorkingStore) => Promise<void>,
): Promise<Collections> {
  const rarityBy = await bestRarity(connection);
  const names = aliasesOf(prefix, rarityBy);
  const made = await createCollections(connection, names, rarityBy, Date.now().toString(36));
  try {
    await fill(storeOver(connection, { names: made, rarityBy }));
  } catch (error) {
    await removeCollections(connection, Object.values(made)).catch(() => {});
    throw error;
  }
  const before = await giveNames(connection, old, names, made, unfinishedOf(prefix));
  // Questions that are under way have begun on the old ones.
  await sleep(tunables.qdrant.readTimeoutMs);
  await removeCollections(connection, before);
  return made;
}

function unlessUnavailable(error: unknown): void {
  if ((error as AppError).code !== 'STORE_UNAVAILABLE') throw error;
}
