import { mkdir } from 'node:fs/promises';
import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { OrganisationId } from '../../core/document.ts';
import { nothingCompared } from '../../core/find/nothing-found.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { SearchIndex, SearchOptions } from '../../ports/search-index.ts';
import { packChunks } from './packed.ts';
import type { CacheUse, Changes, Questions, Sight } from './protocol.ts';
import { checkDimension } from './vector-rows.ts';
import { createWorkerClient } from './worker-client.ts';

export type SqliteIndexOptions = {
  /**
   * Called when the file of an organisation was lost or unusable (damaged, of another version) and a new, empty one takes
   * its place: index the organisation again from the truth. May come more than once.
   */
  readonly onRebuildNeeded?: (org: OrganisationId) => void;
  /** See `tunables.sqliteIndex.mergeChunks`. */
  readonly mergeChunks?: number;
  /** See `tunables.sqliteIndex.openOrganisations`. */
  readonly openOrganisations?: number;
};

export type SqliteIndex = SearchIndex & {
  /** Memory that searching takes for all organisations that it holds. */
  cacheUse(): Promise<CacheUse>;
};

/**
 * The index in one SQLite file per organisation, in a folder of this machine. One thread writes, another searches, so that
 * searches never wait for writes. Several processes may open the same folder.
 *
 * A document that is removed leaves no trace: a write that comes later, for a version from before the removal, puts it
 * back. Callers look at the truth first, and after (see `indexDocument()`).
 */
export async function openSqliteIndex(
  folder: string,
  {
    onRebuildNeeded = () => undefined,
    mergeChunks = tunables.sqliteIndex.mergeChunks,
    openOrganisations = tunables.sqliteIndex.openOrganisations,
  }: SqliteIndexOptions = {},
): Promise<SqliteIndex> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = { folder, mergeChunks, openOrganisations };
  const thread = (name: string, entry: string) => ({ name, entry: new URL(entry, import.meta.url) });
  const writer = createWorkerClient<Changes>(
    thread('index-writes', './write-worker.ts'),
    settings,
    onRebuildNeeded,
  );
  const reader = createWorkerClient<Questions>(
    thread('index-reads', './read-worker.ts'),
    settings,
    onRebuildNeeded,
  );

  return {
    async replaceDocument({ org, id, version, accessClass, space, path, card }, given) {
      const chunks = packChunks(given);
      const transfer = [chunks.ends.buffer, chunks.terms.buffer, chunks.weights.buffer];
      const document = { org, id, version, accessClass, space, path, card: copyOf(card) };
      return writer.call('replaceDocument', { document, chunks }, { transfer });
    },
    async putVectors({ org, id }, generation, vectors) {
      const dimension = vectors[0]?.vector.length;
      if (dimension === undefined) return;
      const values = new Float32Array(vectors.length * dimension);
      for (const [i, { vector }] of vectors.entries()) {
        checkDimension(vector.length, dimension);
        values.set(vector, i * dimension);
      }
      const chunkIds = vectors.map(({ chunkId }) => chunkId);
      const ask = { document: { org, id }, generation, chunkIds, dimension, values };
      await writer.call('putVectors', ask, { transfer: [values.buffer] });
    },
    async setPlacement({ org, id }, { accessClass, space, path }) {
      await writer.call('setPlacement', { document: { org, id }, placement: { accessClass, space, path } });
    },
    async removeDocument({ org, id }) {
      await writer.call('removeDocument', { document: { org, id } });
    },
    async searchWords(query, within, options) {
      options.signal?.throwIfAborted();
      if (within.accessClasses.length === 0)
        return {
          hits: [],
          readableChunks: 0,
          documentFrequency: new Map([...query.ids].map((id) => [id, 0])),
          ...(options.best && { words: [] }),
        };
      const { rarity = 'readable', best } = options;
      return reader.call(
        'searchWords',
        { ...sightOf(within, options), query: copyOf(query), rarity, best },
        options,
      );
    },
    async searchDocuments(query, within, options) {
      options.signal?.throwIfAborted();
      if (within.accessClasses.length === 0) return [];
      return reader.call('searchDocuments', { ...sightOf(within, options), query: copyOf(query) }, options);
    },
    async searchVectors({ generation, vector }, within, options) {
      options.signal?.throwIfAborted();
      if (within.accessClasses.length === 0) return nothingCompared;
      return reader.call(
        'searchVectors',
        { ...sightOf(within, options), generation, vector: vector.slice() },
        options,
      );
    },
    async dropGeneration(org, generation, signal) {
      while (!(await writer.call('dropVectors', { org, generation }))) signal?.throwIfAborted();
    },
    scrub: (org) => writer.call('scrub', { org }),
    async removeOrganisation(org) {
      const { documents } = await reader.call('stats', { org });
      await writer.call('removeOrganisation', { org });
      // The searching thread lets go of the file that has no name any more.
      await reader.call('stats', { org });
      return documents;
    },
    async flush() {
      await writer.call('flush', {});
    },
    stats: (org) => reader.call('stats', { org }),
    listDocuments: (org) => reader.call('listDocuments', { org }),
    listIncomplete: (org, generation) => reader.call('listIncomplete', { org, generation }),
    cacheUse: () => reader.call('cacheUse', {}),
    async close() {
      await writer.close();
      await reader.close();
    },
  };
}

function sightOf({ org, accessClasses }: AccessFilter, { scope, limit }: SearchOptions): Sight {
  return { org, accessClasses, scope, limit };
}

/** Views on large buffers would cross to the thread with all that is around them. */
function copyOf({ ids, weights }: SparseVector): SparseVector {
  return { ids: ids.slice(), weights: weights.slice() };
}
