import { tunables } from '../../../config/tunables.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Claimed, DocumentStore, Lane } from '../../ports/document-store.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { WorkplaceClient, WorkplaceReply } from '../../ports/workplace-client.ts';
import type { FetchWork, WorkplaceStore } from '../../ports/workplace-store.ts';
import type { DocumentKey } from '../document.ts';
import { AppError, isAppError, isStoreAway } from '../errors.ts';
import type { ReasonCode } from '../reasons.ts';
import { askForItem } from './ask-for-item.ts';
import { authorizationFor, isOfExport } from './export-token.ts';
import type { Source } from './source.ts';

export type FetchDeps = {
  readonly workplace: Pick<WorkplaceStore, 'beginFetch' | 'endFetch'>;
  readonly sources: Pick<SourceRepository, 'find' | 'findExportToken'>;
  readonly secretBox: Pick<SecretBox, 'open'>;
  readonly client: WorkplaceClient;
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly documents: Pick<DocumentStore, 'settle' | 'removeChildrenExcept'>;
  readonly maxBytes: number;
};

type FetchJob = DocumentKey & { readonly version: number; readonly lane: Lane };

/**
 * Fetches the bytes of one version from its workplace. They must be what was announced, of the size that may be read, and from
 * an origin that the source declared. Throws to be tried again when the workplace does not answer.
 */
export async function fetchContent(deps: FetchDeps, job: FetchJob, signal: AbortSignal): Promise<JobResult> {
  const work = await deps.workplace.beginFetch(job, job.version);
  if (!work) return 'unchanged';
  const source = await deps.sources.find(work.org, work.source);
  if (!source) return 'skipped';
  const timed = AbortSignal.any([signal, AbortSignal.timeout(tunables.workplace.fetchTotalMs)]);
  const trouble = await download(deps, source, work, timed).catch(unlessForbidden);
  if (trouble) return settle(deps, work, trouble);
  return (await deps.workplace.endFetch(job, job.version, job.lane)) ? 'indexed' : 'skipped';
}

/** An address in a network that was not opened will not be opened by trying again. */
function unlessForbidden(error: unknown): ReasonCode {
  if (isAppError(error) && error.code === 'ADDRESS_FORBIDDEN') return 'content-host-refused';
  throw error;
}

/** Records that a file could not be had after all attempts, so that its owner sees it and nothing waits. */
export async function giveUpFetching(deps: Pick<FetchDeps, 'documents'>, job: FetchJob): Promise<void> {
  await settle(deps, job, 'content-unavailable');
}

async function settle(
  { documents }: Pick<FetchDeps, 'documents'>,
  work: Claimed & { readonly version: number },
  reason: ReasonCode,
): Promise<JobResult> {
  const state = reason === 'too-large' ? 'skipped' : 'failed';
  if (await documents.settle(work, work.version, { state, reason }))
    await documents.removeChildrenExcept(work, []);
  return 'skipped';
}

/** Brings the bytes to the blob store; else gives why they can never be had. */
async function download(
  deps: FetchDeps,
  source: Source,
  work: FetchWork,
  signal: AbortSignal,
): Promise<ReasonCode | null> {
  const { content } = work;
  if (content.size > deps.maxBytes) return 'too-large';
  if (content.dataref === null) return 'content-gone';
  if (!isDeclared(source, content.dataref)) return 'content-host-refused';
  const first = await call(deps, source, content.dataref, signal);
  if (isWhole(first)) return keep(deps, work, first);
  first.body.destroy();
  if (isRedirect(first)) return 'content-redirected';
  if (!isExpired(first)) throw new AppError('CONTENT_UNAVAILABLE', { detail: `status ${first.status}` });
  // What lives shortly may have ended while the job waited: the workplace is asked for a fresh address, once.
  const fresh = await askForItem(deps, source, work.itemId, signal);
  if (fresh === 'gone') return 'content-gone';
  if (typeof fresh === 'string' || fresh.dataref === undefined || fresh.dataref === content.dataref) {
    if (first.status === 404 || first.status === 410) return 'content-gone';
    throw new AppError('CONTENT_UNAVAILABLE', { detail: `status ${first.status}` });
  }
  if (!isDeclared(source, fresh.dataref)) return 'content-host-refused';
  const second = await call(deps, source, fresh.dataref, signal);
  if (isWhole(second)) return keep(deps, work, second);
  second.body.destroy();
  if (isRedirect(second)) return 'content-redirected';
  throw new AppError('CONTENT_UNAVAILABLE', { detail: `status ${second.status}` });
}

const isWhole = ({ status }: WorkplaceReply): boolean => status === 200;
/** Followed by nobody (R52), so trying again changes nothing until the workplace says something else. */
const isRedirect = ({ status }: WorkplaceReply): boolean => status >= 300 && status < 400;
const isExpired = ({ status }: WorkplaceReply): boolean => [401, 403, 404, 410].includes(status);

async function call(
  deps: FetchDeps,
  source: Source,
  url: string,
  signal: AbortSignal,
): Promise<WorkplaceReply> {
  return deps.client.call(url, { signal, headers: await authorizationFor(deps, source, url) });
}

async function keep(deps: FetchDeps, work: FetchWork, { body }: WorkplaceReply): Promise<ReasonCode | null> {
  const { size, sha256 } = work.content;
  try {
    // One byte more than announced is enough to see that it is something else.
    const stored = await deps.blobs.put(work.org, body, { maxBytes: Math.min(size, deps.maxBytes) });
    return stored.bytes === size && stored.sha256 === sha256 ? null : 'content-mismatch';
  } catch (cause) {
    if (isAppError(cause) && cause.code === 'FILE_TOO_LARGE') return 'content-mismatch';
    // That it cannot be kept here is not the workplace's doing.
    if (isStoreAway(cause)) throw cause;
    throw new AppError('CONTENT_UNAVAILABLE', { cause });
  }
}

/** An origin from which the source said that bytes may come. */
function isDeclared(source: Source, dataref: string): boolean {
  return isOfExport(source, dataref) || source.contentOrigins.includes(new URL(dataref).origin);
}
