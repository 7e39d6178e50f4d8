import type { DocumentStore } from '../../ports/document-store.ts';
import type { Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { AppError } from '../errors.ts';

/**
 * Removes a document for good, with its attachments, for the person who added it. Other readers are told that they may
 * not; to everybody else it does not exist.
 * @throws AppError `NOT_FOUND` or `FORBIDDEN`
 */
export async function removeDocument(
  deps: { readonly library: Pick<Library, 'find'>; readonly documents: Pick<DocumentStore, 'remove'> },
  within: AccessFilter,
  id: string,
): Promise<void> {
  const document = await deps.library.find(within, id);
  if (!document) throw new AppError('NOT_FOUND');
  if (!document.mayChange) throw new AppError('FORBIDDEN');
  await deps.documents.remove(within.org, [id]);
}
