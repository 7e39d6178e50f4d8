import { tunables } from '../../../config/tunables.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { PageReader } from '../../ports/document-parser.ts';
import type { DocumentStore, PublishedText, Rendition } from '../../ports/document-store.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { Conversion, OfficeConverter } from '../../ports/office-converter.ts';
import type { DocumentKey } from '../document.ts';
import { AppError } from '../errors.ts';
import type { FileFormat } from '../file-formats.ts';
import { alignPages } from './align-pages.ts';

/** Parts the texts of sections in the text of a document, which offsets count in. */
const blankLine = '\n\n';

export type RenderDeps = {
  readonly documents: Pick<DocumentStore, 'beginWork' | 'loadPublished' | 'storeRendition' | 'endPass'>;
  readonly blobs: Pick<BlobStore, 'openAsFile' | 'put'>;
  readonly parser: Pick<PageReader, 'pageTexts'>;
  readonly converter: Pick<OfficeConverter, 'convert'>;
};

/**
 * Makes a PDF of one version of an office document, keeps it, and tells of each passage on which of its pages it stands.
 * A document that cannot be shown stays as it is. Doing it twice, or late, changes nothing.
 * @throws AppError `INTERNAL` when it took too long, to be tried again; `CONFLICT` when the text was replaced meanwhile
 */
export async function renderDocument(
  deps: RenderDeps,
  job: DocumentKey & { readonly version: number },
  signal: AbortSignal,
): Promise<JobResult> {
  const { documents, blobs, parser } = deps;
  const item = await documents.beginWork(job, job.version, { pass: 'render' });
  const published = item && (await documents.loadPublished(item, item.version));
  if (!published) return 'unchanged';
  const converted = await toPdf(deps, { ...item, format: published.format }, signal);
  if (converted.outcome === 'failed') {
    if (converted.reason === 'parse-timeout')
      throw new AppError('INTERNAL', { detail: 'A rendition took too long.' });
    await documents.endPass(item, item.version, 'render');
    return 'skipped';
  }
  try {
    const pages = await parser.pageTexts(converted, { signal });
    if (pages === null || !fits(published, pages)) {
      await documents.endPass(item, item.version, 'render');
      return 'skipped';
    }
    const maxBytes = tunables.conversion.writtenBytes;
    const { sha256 } = await blobs.put(item.org, converted.content(), { maxBytes });
    const rendition = { sha256, pages: pages.length, ...placesOf(published, pages) };
    return (await documents.storeRendition(item, item.version, rendition)) ? 'indexed' : 'skipped';
  } finally {
    await converted.release();
  }
}

async function toPdf(
  { blobs, converter }: RenderDeps,
  { org, sha256, format }: { readonly org: string; readonly sha256: string; readonly format: FileFormat },
  signal: AbortSignal,
): Promise<Conversion> {
  const file = await blobs.openAsFile(org, sha256);
  try {
    return await converter.convert({ path: file.path, format }, 'pdf', { signal });
  } finally {
    await file.release();
  }
}

/** Slides are pages one by one: with fewer, the picture beside a passage would be that of another slide. */
function fits(published: PublishedText, pages: readonly string[]): boolean {
  return pages.length > 0 && pages.length >= (published.pages ?? 0);
}

/** Slides know their places already. */
function placesOf(
  { pages: known, sections, chunks }: PublishedText,
  pages: readonly string[],
): Pick<Rendition, 'sections' | 'chunks'> {
  const text = sections.map((section) => section.text).join(blankLine);
  const found = known === null ? alignPages(text, [...sections, ...chunks], pages) : [];
  return {
    sections: sections.map(({ ordinal }, index) => ({ ordinal, pages: found[index] ?? null })),
    chunks: chunks.map(({ id }, index) => ({ id, pages: found[sections.length + index] ?? null })),
  };
}
