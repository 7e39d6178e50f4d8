import { tunables } from '../../../config/tunables.ts';
import type { DocumentKey, OrganisationId } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import type { Generation } from '../../ports/search-index.ts';
import { Absent } from './connection.ts';
import { countPoints } from './count.ts';
import { and, inParts, ofOrganisation } from './filters.ts';
import { chunkPoint } from './points.ts';
import type { WorkingStore } from './store.ts';
import { dimensionOf, namesOfGeneration, vectorName } from './vector-names.ts';

type ChunkVector = { readonly chunkId: string; readonly vector: Float32Array };

export async function putVectors(
  store: WorkingStore,
  key: DocumentKey,
  generation: Generation,
  vectors: readonly ChunkVector[],
): Promise<void> {
  const dimension = vectors[0]?.vector.length;
  if (dimension === undefined) return;
  if (vectors.some(({ vector }) => vector.length !== dimension)) throw otherDimension(dimension);
  const name = vectorName(generation, dimension);
  for (const part of inParts(vectors, tunables.qdrant.pointsPerCall))
    await putSome(store, key, { generation, name, dimension }, part);
}

type Into = { readonly generation: Generation; readonly name: string; readonly dimension: number };

async function putSome(
  store: WorkingStore,
  key: DocumentKey,
  into: Into,
  vectors: readonly ChunkVector[],
): Promise<void> {
  const points = new Map(
    vectors.map(({ chunkId, vector }) => [
      chunkPoint(key, chunkId),
      { id: chunkPoint(key, chunkId), vector: { [into.name]: Array.from(vector) } },
    ]),
  );
  const known = await store.patient((client, { chunks }) =>
    client.retrieve(chunks, { ids: [...points.keys()], with_payload: false }),
  );
  if (known.length === 0) return;
  await makeRoom(store, key.org, into);
  const found = known.flatMap(({ id }) => points.get(String(id)) ?? []);
  try {
    await store.patient((client, { chunks }) => client.updateVectors(chunks, { points: found }));
  } catch (error) {
    // One of them went between the question and the change: it is not among those that are there now.
    if (!(error instanceof Absent)) throw error;
    await putSome(store, key, into, vectors);
  }
}

/** @throws AppError CONFLICT when the organisation has vectors of the generation with another dimension */
async function makeRoom(
  store: WorkingStore,
  org: OrganisationId,
  { generation, name, dimension }: Into,
): Promise<void> {
  if ((await store.vectorNames()).has(name) && (await countVectors(store, org, name)) > 0) return;
  await refuseOtherDimension(store, org, generation, dimension);
  if (!(await store.vectorNames(true)).has(name)) await store.addVector(name, dimension);
}

/** @throws AppError CONFLICT when the organisation has vectors of the generation with another dimension */
export async function refuseOtherDimension(
  store: WorkingStore,
  org: OrganisationId,
  generation: Generation,
  dimension: number,
): Promise<void> {
  for (const name of namesOfGeneration(await store.vectorNames(), generation))
    if (dimensionOf(name) !== dimension && (await countVectors(store, org, name)) > 0)
      throw otherDimension(dimensionOf(name));
}

export async function countVectors(store: WorkingStore, org: OrganisationId, name: string): Promise<number> {
  return countPoints(store, 'chunks', and(ofOrganisation(org), { has_vector: name }));
}

/** The name stays with the collection, without vectors: another organisation may be about to use it. */
export async function dropGeneration(
  store: WorkingStore,
  org: OrganisationId,
  generation: Generation,
): Promise<void> {
  const names = namesOfGeneration(await store.vectorNames(true), generation);
  if (names.length === 0) return;
  await store.patient((client, { chunks }) =>
    client.deleteVectors(chunks, { vector: names, filter: ofOrganisation(org) }),
  );
}

function otherDimension(dimension: number): AppError {
  return new AppError('CONFLICT', { detail: `This generation has ${dimension} dimensions.` });
}
