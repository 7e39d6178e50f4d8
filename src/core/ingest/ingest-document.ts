import { tunables } from '../../../config/tunables.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentParser } from '../../ports/document-parser.ts';
import type { DocumentStore, Lane, WorkItem } from '../../ports/document-store.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';
import type { DocumentKey } from '../document.ts';
import { isAppError } from '../errors.ts';
import type { ParseOutcome } from '../parsed-document.ts';
import type { ReasonCode } from '../reasons.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';
import { depthOf, ingestAttachments } from './ingest-attachments.ts';

export type IngestDeps = IndexDeps & {
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly parser: DocumentParser;
  readonly analyser: Pick<TextAnalyser, 'chunk' | 'encode'>;
  /** True when an embedder is configured: vectors are asked for as soon as the words can be found. */
  readonly embeds: boolean;
};

type IngestJob = {
  readonly org: string;
  readonly id: string;
  readonly version: number;
  readonly lane: Lane;
  /** Reads a live version once more. */
  readonly again?: true | undefined;
};

/**
 * Works on one version of a document: reads the file, cuts it, stores its text, indexes its words. Doing it twice, or late,
 * changes nothing: every write is refused when a newer version is wanted or the document is gone.
 */
export async function ingestDocument(
  deps: IngestDeps,
  job: IngestJob,
  signal: AbortSignal,
): Promise<JobResult> {
  const item = await deps.documents.beginWork(job, job.version, { again: job.again === true });
  if (!item) return 'unchanged';
  if (depthOf(item.externalId) > tunables.parsing.attachmentDepth)
    return settle(deps, item, 'skipped', 'nested-too-deep');
  const read = await readFile(deps, item, signal);
  if (read.outcome !== 'parsed') return settle(deps, item, read.outcome, read.reason);

  const title = read.document.title ?? item.title;
  const { language, chunked } = await deps.analyser.chunk(read.document, { documentId: item.id, title });
  if (chunked.chunks.length === 0 && read.document.attachments.length === 0)
    return settle(deps, item, 'skipped', 'no-text');
  const isLive = await deps.documents.publish(item, item.version, {
    title,
    language,
    format: read.format,
    pages: read.document.pages,
    chunkerVersion: tunables.chunking.version,
    chunked,
  });
  if (!isLive) return 'skipped';

  await ingestAttachments(deps, item, read.document.attachments, job.lane).catch(unlessOvertaken);
  await indexDocument(deps, item);
  const found = await deps.documents.markSearchable(item, item.version, 'searchable-words', {
    embed: deps.embeds,
  });
  if (found) return 'indexed';
  // The document was removed or replaced meanwhile: the index follows the truth once more.
  await indexDocument(deps, item);
  return 'skipped';
}

/** A newer version has its own worker, which brings what is attached to that one. */
function unlessOvertaken(error: unknown): void {
  if (!isAppError(error) || error.code !== 'CONFLICT') throw error;
}

async function readFile(deps: IngestDeps, item: WorkItem, signal: AbortSignal): Promise<ParseOutcome> {
  const file = await deps.blobs.openAsFile(item.org, item.sha256);
  try {
    return await deps.parser.parse(
      { path: file.path, name: fileName(item.path), bytes: item.bytes },
      { signal },
    );
  } finally {
    await file.release();
  }
}

async function settle(
  deps: IngestDeps,
  item: WorkItem,
  state: 'skipped' | 'failed',
  reason: ReasonCode,
): Promise<JobResult> {
  await end(deps, item, item.version, { state, reason });
  return 'skipped';
}

/**
 * Records that a version could not be worked on after all attempts, so that its owner sees it and nothing waits. A live
 * version that could not be read once more stays as it is.
 */
export async function giveUpOnDocument(deps: Pick<IngestDeps, 'documents'>, job: IngestJob): Promise<void> {
  if (job.again) return;
  await end(deps, job, job.version, { state: 'failed', reason: 'internal-error' });
}

/** A version without text has no attachments either; those of a newer version are not a late worker's to remove. */
async function end(
  { documents }: Pick<IngestDeps, 'documents'>,
  key: DocumentKey,
  version: number,
  how: Parameters<DocumentStore['settle']>[2],
): Promise<void> {
  if (await documents.settle(key, version, how)) await documents.removeChildrenExcept(key, []);
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
