import { setTimeout as sleep } from 'node:timers/promises';
import type { QdrantClient } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { AppError } from '../../core/errors.ts';
import { aliasesOf, type Collections } from './collections.ts';
import { Absent, type Connection, connect, type QdrantSettings } from './connection.ts';
import {
  createCollections,
  giveNames,
  isAnyMissing,
  makeReady,
  removeCollections,
} from './make-collections.ts';

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
  /** Makes new collections, and gives them the place of the old ones, all at once, when they are filled. */
  replace(fill: (fresh: WorkingStore) => Promise<void>): Promise<void>;
};

/** A store without the making of others. */
export type WorkingStore = Omit<Store, 'replace'>;

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
  const names = aliasesOf(prefix);
  let opened: Promise<boolean> | null = null;

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
    onEmpty();
  }

  const through: Through = async (call) => {
    await open();
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Absent) || !(await isAnyMissing(connection, names))) throw error;
      opened = null;
      await open();
      return call();
    }
  };
  await open().catch(unlessUnavailable);
  return { ...storeOver(connection, names, through), replace: (fill) => replace(connection, names, fill) };
}

/** Does a call, with whatever must go before and after it. */
type Through = <Reply>(call: () => Promise<Reply>) => Promise<Reply>;

function storeOver(
  connection: Connection,
  names: Collections,
  through: Through = (call) => call(),
): WorkingStore {
  let vectors: ReadonlySet<string> | null = null;
  const store: WorkingStore = {
    quick: (ask) => through(() => connection.quick((client) => ask(client, names))),
    patient: (ask) => through(() => connection.patient((client) => ask(client, names))),
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
  return store;
}

/** What goes wrong on the way leaves the old collections in their place. */
async function replace(
  connection: Connection,
  names: Collections,
  fill: (fresh: WorkingStore) => Promise<void>,
): Promise<void> {
  const made = await createCollections(connection, names, Date.now().toString(36));
  try {
    await fill(storeOver(connection, made));
  } catch (error) {
    await removeCollections(connection, Object.values(made)).catch(() => {});
    throw error;
  }
  const before = await giveNames(connection, names, made);
  // Questions that are under way have begun on the old ones.
  await sleep(tunables.qdrant.readTimeoutMs);
  await removeCollections(connection, before);
}

function unlessUnavailable(error: unknown): void {
  if ((error as AppError).code !== 'STORE_UNAVAILABLE') throw error;
}
