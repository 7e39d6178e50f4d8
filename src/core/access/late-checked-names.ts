import type { FailedDocuments } from '../../ports/failed-documents.ts';
import type { LateCheck } from '../../ports/late-check.ts';
import { isAppError } from '../errors.ts';

/**
 * A list of failures without the names of documents that their source refuses to the reader (R10). While it gives no answer, which is
 * when documents fail, the list is there and names nothing.
 */
export function withLateCheckedNames(failures: FailedDocuments, check: LateCheck): FailedDocuments {
  return {
    ...failures,
    list: async (org, page, reader) => {
      const found = await failures.list(org, page, reader);
      const named = found.filter(({ name }) => name).map(({ id }) => id);
      if (!reader) return found;
      const refused = await check.refusedDocuments(reader, named).catch((error: unknown) => {
        if (!isAppError(error) || error.code !== 'RIGHTS_UNAVAILABLE') throw error;
        return new Set(named);
      });
      return found.map((document) => (refused.has(document.id) ? { ...document, name: null } : document));
    },
  };
}
