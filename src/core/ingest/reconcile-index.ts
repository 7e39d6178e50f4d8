import type { DocumentStore } from '../../ports/document-store.ts';
import type { GenerationStore } from '../../ports/generation-store.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';

export type ReconcileDeps = IndexDeps & {
  readonly documents: Pick<DocumentStore, 'listReadable'>;
  readonly generations: Pick<GenerationStore, 'find' | 'forgetVectors'>;
  readonly index: Pick<SearchIndex, 'listDocuments' | 'listIncomplete'>;
};

/**
 * Mends an index that lost or kept something (power cut, restored or deleted file, a queue that was lost): documents whose
 * version or place differs from the truth are indexed again or removed, and vectors that are not there are known to be
 * missing from now on (`keepGenerations()` asks for them). Gives of how many documents that was so. Throws the reason of `signal`
 * when it fires; the next comparison goes on from there.
 */
export async function reconcileIndex(
  deps: ReconcileDeps,
  org: string,
  signal?: AbortSignal,
): Promise<number> {
  const [truth, held] = await Promise.all([deps.documents.listReadable(org), deps.index.listDocuments(org)]);
  const heldById = new Map(held.map((document) => [document.id, document]));
  const readable = new Set(truth.map(({ id }) => id));
  const lost: string[] = [];
  const misplaced: string[] = [];
  for (const document of truth) {
    const there = heldById.get(document.id);
    if (there?.version !== document.version) lost.push(document.id);
    else if (
      there.accessClass !== document.accessClass ||
      there.space !== document.space ||
      there.path !== document.path
    )
      misplaced.push(document.id);
  }
  const surplus = held.filter(({ id }) => !readable.has(id)).map(({ id }) => id);
  const wrong = [...lost, ...misplaced, ...surplus];
  for (const id of wrong) {
    signal?.throwIfAborted();
    await indexDocument(deps, { org, id });
  }
  const withoutVectors = new Set([...lost, ...(await listVectorless(deps, org, truth))]);
  await deps.generations.forgetVectors(org, [...withoutVectors]);
  return new Set([...wrong, ...withoutVectors]).size;
}

/** Documents that should be whole in a generation and are not. */
async function listVectorless(
  { generations, index }: Pick<ReconcileDeps, 'generations' | 'index'>,
  org: string,
  truth: Awaited<ReturnType<DocumentStore['listReadable']>>,
): Promise<string[]> {
  const { serving, building } = await generations.find(org);
  const found: string[] = [];
  for (const generation of [serving, building?.generation]) {
    if (!generation) continue;
    const incomplete = new Set(await index.listIncomplete(org, generation));
    for (const { id, generations: whole } of truth)
      if (whole.includes(generation) && incomplete.has(id)) found.push(id);
  }
  return found;
}
