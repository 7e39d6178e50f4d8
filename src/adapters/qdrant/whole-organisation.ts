import type { OrganisationId } from '../../core/document.ts';
import { sum } from '../../core/sum.ts';
import type { Generation, SearchIndex } from '../../ports/search-index.ts';
import { countPoints } from './count.ts';
import { ofOrganisation } from './filters.ts';
import { listPoints } from './list-points.ts';
import type { DocumentPayload } from './points.ts';
import type { WorkingStore } from './store.ts';
import { namesOfGeneration } from './vector-names.ts';
import { countVectors } from './write-vectors.ts';

/** Gives how many documents that was. */
export async function removeOrganisation(store: WorkingStore, org: OrganisationId): Promise<number> {
  const filter = ofOrganisation(org);
  const documents = await countPoints(store, 'documents', filter);
  for (const kind of ['chunks', 'documents'] as const)
    await store.patient((client, names) => client.delete(names[kind], { filter }));
  return documents;
}

/** Numbers of documents, chunks and vectors; see the port. */
export async function countAll(store: WorkingStore, org: OrganisationId): ReturnType<SearchIndex['stats']> {
  const names = await store.vectorNames(true);
  const [documents, chunks, ...vectors] = await Promise.all([
    countPoints(store, 'documents', ofOrganisation(org)),
    countPoints(store, 'chunks', ofOrganisation(org)),
    ...[...names].map((name) => countVectors(store, org, name)),
  ]);
  return { documents, chunks, vectors: sum(vectors) };
}

/** All documents by id; see the port. */
export async function listDocuments(
  store: WorkingStore,
  org: OrganisationId,
): ReturnType<SearchIndex['listDocuments']> {
  const held = [];
  for await (const { payload } of listPoints<DocumentPayload>(store, 'documents', ofOrganisation(org), [
    'document',
    'version',
    'isWhole',
    'access',
    'space',
    'path',
  ])) {
    const { document, version, isWhole, access, space, path } = payload;
    // A replacement that broke off is of no version, so that whoever compares with the truth does it again.
    held.push({ id: document, version: isWhole ? version : 0, accessClass: access, space, path });
  }
  return held.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Ids of documents of which a chunk has no vector of the generation. */
export async function listIncomplete(
  store: WorkingStore,
  org: OrganisationId,
  generation: Generation,
): Promise<readonly string[]> {
  const names = namesOfGeneration(await store.vectorNames(true), generation);
  const lacking = {
    ...ofOrganisation(org),
    must_not: names.map((name) => ({ has_vector: name })),
  };
  const documents = new Set<string>();
  for await (const { payload } of listPoints<DocumentPayload>(store, 'chunks', lacking, ['document']))
    documents.add(payload.document);
  return [...documents].sort();
}
