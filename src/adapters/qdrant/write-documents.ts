import { createHash } from 'node:crypto';
import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { DocumentKey } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { IndexedChunk, IndexedDocument, ReplaceOutcome } from '../../ports/search-index.ts';
import { byBrevity } from './card-weights.ts';
import { card, words } from './collections.ts';
import { countPoints } from './count.ts';
import { and, type Filter, inParts, ofDocument } from './filters.ts';
import { listPoints } from './list-points.ts';
import {
  type ChunkPayload,
  chunkPoint,
  type DocumentPayload,
  documentPoint,
  lotOf,
  placedAs,
  termsFor,
  toSparse,
} from './points.ts';
import type { WorkingStore } from './store.ts';

/** Of the operations that a batch may hold, those that are used here. */
type Operation = Schemas['UpdateOperation'];
type Held = { readonly id: string } & Pick<ChunkPayload, 'digest' | 'version'>;

/**
 * Makes the points of a document's chunks exactly those given.
 *
 * There is no transaction over points. So the point of the document is written first, as one that is not whole, and marked
 * whole at the end: a replacement that broke off is known by it. Each chunk says the version that it was written for, and
 * no point of a later version is touched. Whoever finds at the end that a later version came meanwhile, or a removal, takes
 * back what it wrote.
 */
export async function replaceDocument(
  store: WorkingStore,
  document: IndexedDocument,
  chunks: readonly IndexedChunk[],
): Promise<ReplaceOutcome> {
  const { version } = document;
  if (isLater(await findDocument(store, document), version)) return { outcome: 'stale' };
  const given = new Map(chunks.map((chunk) => [chunkPoint(document, chunk.id), chunk]));
  await announce(store, document, given.size);
  const { held, kept } = await writeChunks(store, document, given);
  await store.patient((client, { documents }) =>
    client.setPayload(documents, {
      payload: { isWhole: true },
      filter: and(ofDocument(document), ofVersion(version)),
    }),
  );
  const after = await findDocument(store, document);
  if (after?.version !== version) {
    await removeBelow(store, document, after?.version ?? Number.MAX_SAFE_INTEGER);
    return { outcome: 'stale' };
  }
  return { outcome: 'replaced', added: given.size - kept, removed: held - kept, kept };
}

/**
 * Gives how many points there were, and how many of them were kept. One that was to be kept can have gone in between, taken back by
 * a replacement of an earlier version that found itself too late: then it is written anew.
 */
async function writeChunks(
  store: WorkingStore,
  document: IndexedDocument,
  given: ReadonlyMap<string, IndexedChunk>,
): Promise<{ readonly held: number; readonly kept: number }> {
  const written = and(ofDocument(document), ofVersion(document.version));
  // With the patience of a change: nobody waits for this count but a job.
  const countWritten = () => countPoints({ quick: store.patient }, 'chunks', written);
  for (let tries = 0; tries < tunables.qdrant.triesToReplace; tries += 1) {
    const held = await chunksOf(store, document);
    await change(store, operations(store, document, given, held));
    const kept = [...given.keys()].filter((id) => held.has(id)).length;
    const isDone =
      kept === 0 ||
      (await countWritten()) === given.size ||
      (await findDocument(store, document))?.version !== document.version;
    if (isDone) return { held: held.size, kept };
  }
  throw new AppError('STORE_UNAVAILABLE', { detail: 'Others change the same document in the index.' });
}

export async function setPlacement(
  store: WorkingStore,
  key: DocumentKey,
  placement: Pick<IndexedDocument, 'accessClass' | 'space' | 'path'>,
): Promise<void> {
  const payload = placedAs({ ...key, ...placement });
  const filter = ofDocument(key);
  await store.patient((client, { chunks }) => client.setPayload(chunks, { payload, filter }));
  // Last, so that a list of documents tells of a change that broke off.
  await store.patient((client, { documents }) =>
    client.setPayload(documents, { payload: { ...payload, path: placement.path }, filter }),
  );
}

export async function removeDocument(store: WorkingStore, key: DocumentKey): Promise<void> {
  const filter = ofDocument(key);
  await store.patient((client, { chunks }) => client.delete(chunks, { filter }));
  await store.patient((client, { documents }) => client.delete(documents, { filter }));
}

async function findDocument(store: WorkingStore, key: DocumentKey): Promise<DocumentPayload | undefined> {
  const [point] = await store.patient((client, { documents }) =>
    client.retrieve(documents, { ids: [documentPoint(key)], with_payload: true }),
  );
  return point?.payload as DocumentPayload | undefined;
}

function isLater(found: DocumentPayload | undefined, version: number): boolean {
  return found !== undefined && found.version > version;
}

async function announce(store: WorkingStore, document: IndexedDocument, chunks: number): Promise<void> {
  const { version, path } = document;
  const payload: DocumentPayload = {
    ...placedAs(document),
    ...termsFor(store.rarityBy, document.card),
    path,
    version,
    chunks,
    isWhole: false,
  };
  await store.patient((client, { documents }) =>
    client.upsert(documents, {
      points: [
        { id: documentPoint(document), vector: { [card]: toSparse(byBrevity(document.card)) }, payload },
      ],
      update_filter: upTo(version),
    }),
  );
}

async function chunksOf(store: WorkingStore, key: DocumentKey): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for await (const { id, payload } of listPoints<ChunkPayload>(store, 'chunks', ofDocument(key), [
    'digest',
    'version',
  ]))
    held.set(id, { id, ...payload });
  return held;
}

/** In this order: what is kept is said to be of this version before what is older goes. */
function operations(
  { rarityBy }: Pick<WorkingStore, 'rarityBy'>,
  document: IndexedDocument,
  given: ReadonlyMap<string, IndexedChunk>,
  held: ReadonlyMap<string, Held>,
): Operation[] {
  const { version } = document;
  const { pointsPerCall } = tunables.qdrant;
  const whole = [...given].map(([id, chunk]) => ({ id, chunk, digest: digestOf(chunk.words) }));
  const fresh = whole.filter(({ id }) => !held.has(id));
  const kept = whole.filter(({ id }) => held.has(id));
  const reworded = kept.filter(({ id, digest }) => held.get(id)?.digest !== digest);
  const surplus = [...held.values()].filter((chunk) => chunk.version === version && !given.has(chunk.id));
  return [
    ...inParts(kept, pointsPerCall).map((part) => ({
      set_payload: {
        payload: { ...placedAs(document), version },
        filter: and(ofDocument(document), { has_id: part.map(({ id }) => id) }, ...upTo(version).must),
      },
    })),
    ...inParts(reworded, pointsPerCall).map((part) => ({
      update_vectors: {
        points: part.map(({ id, chunk }) => ({ id, vector: { [words]: toSparse(chunk.words) } })),
        update_filter: upTo(version),
      },
    })),
    ...reworded.map(({ id, chunk, digest }) => ({
      set_payload: {
        payload: { digest, ...termsFor(rarityBy, chunk.words) },
        filter: and(ofDocument(document), { has_id: [id] }, ...upTo(version).must),
      },
    })),
    ...inParts(fresh, pointsPerCall).map((part) => ({
      upsert: {
        points: part.map(({ id, chunk, digest }) => ({
          id,
          vector: { [words]: toSparse(chunk.words) },
          payload: {
            ...placedAs(document),
            ...termsFor(rarityBy, chunk.words),
            chunk: chunk.id,
            version,
            digest,
            lot: lotOf(id),
          },
        })),
        update_filter: upTo(version),
      },
    })),
    { delete: { filter: below(document, version) } },
    ...inParts(surplus, pointsPerCall).map((part) => ({
      delete: { filter: and(ofDocument(document), { has_id: part.map(({ id }) => id) }, ofVersion(version)) },
    })),
  ];
}

async function change(store: WorkingStore, all: readonly Operation[]): Promise<void> {
  for (const operations of inParts(all, tunables.qdrant.changesPerCall))
    await store.patient((client, { chunks }) => client.batchUpdate(chunks, { operations }));
}

async function removeBelow(store: WorkingStore, key: DocumentKey, version: number): Promise<void> {
  await store.patient((client, { chunks }) => client.delete(chunks, { filter: below(key, version) }));
}

function ofVersion(version: number): Schemas['Condition'] {
  return { key: 'version', range: { gte: version, lte: version } };
}

function upTo(version: number): Filter {
  return { must: [{ key: 'version', range: { lte: version } }] };
}

function below(key: DocumentKey, version: number): Filter {
  return and(ofDocument(key), { key: 'version', range: { lt: version } });
}

function digestOf({ ids, weights }: SparseVector): string {
  const bytes = ({ buffer, byteOffset, byteLength }: Int32Array | Float32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return createHash('sha256').update(bytes(ids)).update(bytes(weights)).digest('hex').slice(0, 16);
}
