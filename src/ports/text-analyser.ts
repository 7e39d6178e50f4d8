import type { ChunkWords } from '../core/find/encode.ts';
import type { SparseVector } from '../core/find/sparse-vector.ts';
import type { AnalysedDocument } from '../core/ingest/analyse-document.ts';
import type { ParsedDocument } from '../core/parsed-document.ts';

/**
 * Computes on texts where the caller need not wait: what runs elsewhere in its process goes on meanwhile. Keeps nothing
 * between calls. A text that cannot be worked on takes no other call down with it.
 *
 * All calls throw `AppError` `INTERNAL`, marked retryable, when the computation was lost (it needed too much memory, its
 * thread died) and after `close()`.
 */
export type TextAnalyser = {
  /** Tells the language of a document, cuts it into sections and chunks, learns its acronyms and makes questions, as `analyseDocument()` says. */
  chunk(
    parsed: Pick<ParsedDocument, 'blocks'>,
    options: { readonly documentId: string; readonly title: string; readonly name?: string },
  ): Promise<AnalysedDocument>;
  /** The words of each chunk, in the same order, as `encodeChunk()` says. */
  encode(chunks: readonly ChunkWords[]): Promise<readonly SparseVector[]>;
  /** Gives threads and memory back; what is not done by then is lost. */
  close(): Promise<void>;
};
