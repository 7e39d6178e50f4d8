import type { DocumentStore } from '../../ports/document-store.ts';
import type { Generation, SearchIndex } from '../../ports/search-index.ts';
import type { DocumentKey, OrganisationId } from '../document.ts';
import { vectorsOf } from './embed-document.ts';
import { indexDocument } from './index-document.ts';
import { type ReconcileDeps, reconcileIndex } from './reconcile-index.ts';

type RebuildDeps = ReconcileDeps & {
  readonly documents: Pick<DocumentStore, 'listChunksToEmbed' | 'findVectors'>;
  readonly index: Pick<SearchIndex, 'rebuild' | 'putVectors'>;
};

/**
 * Writes the index anew from the database, words and vectors, without reading a file or embedding a text. What can be found
 * stays findable meanwhile; what changes meanwhile is mended at the end. Gives how many documents it wrote.
 */
export async function rebuildIndex(
  deps: RebuildDeps,
  orgs: readonly OrganisationId[],
  signal: AbortSignal,
): Promise<number> {
  let written = 0;
  const fill = async (index: Pick<SearchIndex, 'putVectors'> & ReconcileDeps['index']) => {
    for (const org of orgs)
      for (const { id, version, generations } of await deps.documents.listReadable(org)) {
        signal.throwIfAborted();
        await indexDocument({ ...deps, index }, { org, id });
        for (const generation of generations)
          await putKnownVectors({ ...deps, index }, { org, id, version }, generation);
        written += 1;
      }
  };
  const mend = async () => {
    for (const org of orgs) await reconcileIndex(deps, org);
  };
  await (deps.index.rebuild?.(fill, mend) ?? fill(deps.index).then(mend));
  return written;
}

/** The vectors that texts of a document already have. */
async function putKnownVectors(
  { documents, index }: Pick<RebuildDeps, 'documents' | 'index'>,
  { org, id, version }: DocumentKey & { readonly version: number },
  generation: Generation,
): Promise<void> {
  const chunks = await documents.listChunksToEmbed({ org, id }, version);
  const hashes = chunks.map(({ textHash }) => textHash);
  const known = await documents.findVectors(org, generation, hashes);
  await index.putVectors({ org, id }, generation, vectorsOf(chunks, known));
}
