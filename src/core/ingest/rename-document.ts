import type { DocumentStore } from '../../ports/document-store.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { DocumentKey } from '../document.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';

export type RenameDeps = IndexDeps & {
  readonly documents: Pick<DocumentStore, 'rekeyTexts' | 'endRenaming'>;
  readonly embedders: Embedders;
};

/**
 * Makes the index follow what a document is called now: its words at once, its vectors by asking for them. Nothing is read or
 * fetched, and what an answer quoted keeps its id. A text that is still being read is published under the new title anyway.
 */
export async function renameDocument(deps: RenameDeps, key: DocumentKey): Promise<JobResult> {
  const { documents, embedders } = deps;
  const title = await documents.rekeyTexts(key, { embed: embedders.current !== undefined });
  if (title === null) return 'skipped';
  await indexDocument(deps, key);
  return (await documents.endRenaming(key, title)) ? 'indexed' : 'unchanged';
}
