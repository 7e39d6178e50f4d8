import { tunables } from '../../../config/tunables.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentParser, ParseOptions } from '../../ports/document-parser.ts';
import type { DocumentStore, Lane, WorkItem } from '../../ports/document-store.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';
import { type DocumentKey, type DocumentState, type LaterPass, readableStates } from '../document.ts';
import { AppError, isAppError } from '../errors.ts';
import type { FileFormat } from '../file-formats.ts';
import type { ParsedDocument, ParseOutcome } from '../parsed-document.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Warning } from '../warnings.ts';
import { isNamedBySource } from '../workplace/source.ts';
import { type IndexDeps, indexDocument } from './index-document.ts';
import { depthOf, ingestAttachments } from './ingest-attachments.ts';

export type IngestDeps = IndexDeps & {
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly parser: DocumentParser;
  readonly analyser: Pick<TextAnalyser, 'chunk' | 'encode'>;
  /** Second passes that this deployment can make. */
  readonly passes: ReadonlySet<LaterPass>;
  /** With a current one, vectors are asked for as soon as the words can be found. */
  readonly embedders: Embedders;
};

type IngestJob = {
  readonly org: string;
  readonly id: string;
  readonly version: number;
  readonly lane: Lane;
  /** Reads a live version once more. */
  readonly again?: true | undefined;
  /** Reads a version once more, pages that are pictures too. */
  readonly pass?: 'recognise';
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
  const { again = false, pass } = job;
  const item = await deps.documents.beginWork(job, job.version, { again, pass });
  if (!item) return 'unchanged';
  if (depthOf(item.externalId) > tunables.parsing.attachmentDepth)
    return settle(deps, item, 'skipped', 'nested-too-deep');
  const read = await readFile(deps, item, { signal, ...(pass && { recognise: true }) });
  if (read.outcome !== 'parsed') return endUnread(deps, item, job, read);
  const awaits = passesFor(deps.passes, read, pass);
  if (again && awaits.includes('recognise')) {
    // What was recognised is kept until the pass replaces the whole text.
    await deps.documents.requestPasses(item, item.version, awaits);
    return 'indexed';
  }

  const title = isNamedBySource(item) ? null : (read.document.title ?? item.title);
  const modifiedAt = isNamedBySource(item) ? null : credible(read.document.modifiedAt);
  const { language, chunked, aliases, suggestions } = await deps.analyser.chunk(read.document, {
    documentId: item.id,
    title: title ?? '',
    name: title ?? item.title,
  });
  const isEmpty = chunked.chunks.length === 0 && read.document.attachments.length === 0;
  if (isEmpty && !awaits.includes('recognise')) return settle(deps, item, 'skipped', 'no-text');
  const isLive = await deps.documents.publish(item, item.version, {
    title,
    language,
    languages: [...new Set([language, ...chunked.sections.map((section) => section.language)])],
    format: read.format,
    author: read.document.author,
    createdAt: read.document.createdAt,
    modifiedAt,
    pages: read.document.pages,
    warnings: [...read.document.warnings, ...warningsOfPages(read.document, awaits)],
    labels: read.document.labels,
    awaits,
    chunkerVersion: tunables.chunking.version,
    chunked,
    aliases,
    suggestions,
  });
  if (!isLive) return 'skipped';

  const parent = { ...item, modifiedAt: modifiedAt ?? item.modifiedAt };
  await ingestAttachments(deps, parent, read.document.attachments, job.lane).catch(unlessOvertaken);
  await deps.documents.requestPasses(item, item.version);
  await indexDocument(deps, item);
  // Nothing to find yet: it goes on being read.
  if (isEmpty) return 'indexed';
  const found = await deps.documents.markSearchable(item, item.version, 'searchable-words', {
    embed: deps.embedders.current !== undefined,
  });
  if (found) return 'indexed';
  // The document was removed or replaced meanwhile: the index follows the truth once more.
  await indexDocument(deps, item);
  return 'skipped';
}

/**
 * The date that a file says of itself, which a copy or an upload leaves as it is, where theirs is that day's. Clocks that stood
 * still, or ran ahead, are not believed.
 */
function credible(date: Date | null): Date | null {
  if (date === null) return null;
  return date.getUTCFullYear() >= 1990 && date.getTime() <= Date.now() ? date : null;
}

/** Formats whose pages only a rendition tells. */
const rendered: ReadonlySet<FileFormat> = new Set(['docx', 'odt', 'rtf', 'doc', 'pptx', 'odp', 'ppt']);

function passesFor(
  possible: ReadonlySet<LaterPass>,
  { format, document }: Extract<ParseOutcome, { outcome: 'parsed' }>,
  done: LaterPass | undefined,
): LaterPass[] {
  const wanted: LaterPass[] = [];
  if (document.pagesToRecognise > 0 && done !== 'recognise') wanted.push('recognise');
  if (rendered.has(format)) wanted.push('render');
  return wanted.filter((pass) => possible.has(pass));
}

/** Pages that are pictures and were not read: by now, or for good. */
function warningsOfPages(
  { pagesToRecognise }: Pick<ParsedDocument, 'pagesToRecognise'>,
  awaits: readonly LaterPass[],
): Warning[] {
  if (pagesToRecognise === 0) return [];
  const code = awaits.includes('recognise') ? 'pages-waiting' : 'pages-without-text';
  return [{ code, count: pagesToRecognise }];
}

/** A newer version has its own worker, which brings what is attached to that one. */
function unlessOvertaken(error: unknown): void {
  if (!isAppError(error) || error.code !== 'CONFLICT') throw error;
}

async function readFile(deps: IngestDeps, item: WorkItem, options: ParseOptions): Promise<ParseOutcome> {
  const file = await deps.blobs.openAsFile(item.org, item.sha256).catch(unlessMissing);
  if (!file) return { outcome: 'failed', reason: 'bytes-missing' };
  try {
    return await deps.parser.parse(
      { path: file.path, name: fileName(item.path), bytes: item.bytes },
      options,
    );
  } finally {
    await file.release();
  }
}

function unlessMissing(error: unknown): null {
  if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error;
  return null;
}

/** Ends that can be bad luck: the parser died, which may have come from what else the machine was doing. */
const deaths: ReadonlySet<ReasonCode> = new Set(['parse-timeout', 'parse-memory', 'parse-crash']);

/**
 * Ends a reading that gave no text. When the parser died of it, it throws to be tried again, until that happened too often
 * (R81). A text that is live is kept when a later pass fails, or when reading it once more ends for no reason of its own.
 */
async function endUnread(
  deps: IngestDeps,
  item: WorkItem,
  { pass, again }: Pick<IngestJob, 'pass' | 'again'>,
  { outcome, reason }: Exclude<ParseOutcome, { outcome: 'parsed' }>,
): Promise<JobResult> {
  const hasDied = deaths.has(reason);
  if (hasDied && (await deps.documents.recordDeath(item, item.version)) < tunables.parsing.tries)
    throw new AppError('INTERNAL', { detail: `A parser died: ${reason}.` });
  if (pass) await deps.documents.endPass(item, item.version, pass);
  const isItsOwn = !hasDied && reason !== 'bytes-missing';
  if (isReadable(item.state) && (pass || (again && !isItsOwn))) {
    // A pass may be the second part of a reading anew.
    await deps.documents.endRebuild(item, reason);
    return 'skipped';
  }
  return settle(deps, item, outcome, reason);
}

const isReadable = (state: DocumentState): boolean => readableStates.some((readable) => readable === state);

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
  if (job.again) return deps.documents.endRebuild(job, 'internal-error');
  if (job.pass) {
    await deps.documents.endPass(job, job.version, job.pass);
    const item = await deps.documents.findWork(job);
    if (!item) return;
    if (isReadable(item.state)) return deps.documents.endRebuild(job, 'internal-error');
  }
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
