import { randomUUID } from 'node:crypto';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { ErasedDocument, ErasureReceipt, ErasureStore } from '../../ports/erasure-store.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { hashOfIds } from './hash-of-ids.ts';

export type EraseDocumentDeps = {
  readonly erasures: Pick<ErasureStore, 'eraseDocument' | 'recordReceipt'>;
  readonly documents: Pick<DocumentStore, 'isBlobUsed'>;
  readonly index: Pick<SearchIndex, 'removeDocument' | 'scrub'>;
  readonly blobs: Pick<BlobStore, 'remove'>;
  readonly queue: Pick<JobQueue, 'forget'>;
};

/**
 * Erases a document with its attachments from every store, and gives the receipt, which the audit keeps (R70). What a crash
 * leaves goes by itself within two hours; the same call again gives its receipt. `by`: who; `null` is the operator.
 * @throws AppError `NOT_FOUND`; `CONFLICT` for an attachment; `LEGAL_HOLD`
 */
export async function eraseDocument(
  deps: EraseDocumentDeps,
  org: string,
  id: string,
  by: string | null,
): Promise<ErasureReceipt> {
  if (!isUuid(id)) throw new AppError('NOT_FOUND');
  const begunAt = new Date();
  const erasureId = randomUUID();
  const erased = await deps.erasures.eraseDocument(org, id, { erasureId, user: by });
  const stores = await eraseElsewhere(deps, org, erased);
  const receipt = {
    erasureId,
    begunAt,
    endedAt: new Date(),
    idsHash: hashOfIds(erased.documents),
    stores,
  };
  await deps.erasures.recordReceipt(org, receipt, by);
  return receipt;
}

/** What follows the database: index, queue and blobs. Gives how much went from each store. */
export async function eraseElsewhere(
  deps: Pick<EraseDocumentDeps, 'documents' | 'index' | 'blobs' | 'queue'>,
  org: string,
  { documents, blobs, rows }: ErasedDocument,
): Promise<ErasureReceipt['stores']> {
  for (const id of documents) await deps.index.removeDocument({ org, id });
  const scrubbed = await deps.index.scrub(org);
  const jobs = await deps.queue.forget(org, new Set(documents));
  return {
    database: rows,
    index: { documents: documents.length, logEmptied: Number(scrubbed) },
    queue: { jobs },
    blobs: await removeBlobs(deps, org, blobs),
  };
}

/** Those that another document has too, or a legal hold keeps, stay: they are told as shared. */
async function removeBlobs(
  { documents, blobs }: Pick<EraseDocumentDeps, 'documents' | 'blobs'>,
  org: string,
  digests: readonly string[],
): Promise<{ removed: number; shared: number }> {
  const counts = { removed: 0, shared: 0 };
  for (const sha256 of digests) {
    if (await documents.isBlobUsed(org, sha256)) counts.shared += 1;
    else if (await blobs.remove(org, sha256)) counts.removed += 1;
  }
  return counts;
}
