import type { AccessFilter } from '../core/access/access-filter.ts';

/**
 * Asks the sources of documents, at the moment of reading, whether the caller may still read them: for sources that keep their
 * rights to themselves. Documents of other sources cost nothing and are never refused.
 */
export type LateCheck = {
  /**
   * Those of the documents that a source does not let the caller read.
   * @throws AppError `RIGHTS_UNAVAILABLE` when a source gives no answer (R10)
   */
  refusedDocuments(within: AccessFilter, documentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The same for chunks of documents. */
  refusedChunks(within: AccessFilter, chunkIds: readonly string[]): Promise<ReadonlySet<string>>;
};
