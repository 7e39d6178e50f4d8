import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentStore, KnownDocument, SubmitOutcome } from '../../ports/document-store.ts';
import type { FolderScanner, FoundFile, UnreadEntry } from '../../ports/folder-scanner.ts';
import { type AccessFile, accessOf } from '../access/access-file.ts';
import type { AccessRule } from '../access/access-rule.ts';
import { isAppError } from '../errors.ts';
import type { ReasonCode } from '../reasons.ts';
import { fileName } from './ingest-document.ts';
import { titleFromFileName } from './title-from-file-name.ts';

export type IngestFolderDeps = {
  readonly access: Pick<AccessRepository, 'findSpace' | 'ensureAccessClass'>;
  readonly documents: Pick<DocumentStore, 'listSource' | 'submit' | 'remove'>;
  readonly blobs: BlobStore;
  readonly scanner: FolderScanner;
};

export type FolderIngestion = {
  readonly org: string;
  readonly space: string;
  readonly folder: string;
  readonly accessFile: AccessFile;
  /** Identity of the folder across moves; absent: its real path. */
  readonly source?: string;
  readonly maxBytes: number;
  readonly onProgress?: (done: number, total: number) => void;
};

/** What the comparison with the folder gave: numbers of files, and what was not read with its reason. */
export type FolderReport = {
  readonly source: string;
  readonly files: number;
  readonly queued: number;
  readonly moved: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly unread: readonly { readonly path: string; readonly reason: ReasonCode }[];
};

/** Files compared at once: enough to hide the database's answers, few enough for two cores. */
const filesAtOnce = 8;

/**
 * Makes the organisation's documents of this source what the folder holds: new and changed files are queued, vanished
 * ones removed, unchanged ones left alone. Stopped at any point, it goes on where it was when run again.
 */
export async function ingestFolder(deps: IngestFolderDeps, request: FolderIngestion): Promise<FolderReport> {
  const space = await deps.access.findSpace(request.org, request.space);
  const { id, entries } = await deps.scanner.scan(request.folder);
  const source = request.source ? `named:${request.source}` : id;
  const known = new Map(
    (await deps.documents.listSource(request.org, source)).map((document) => [document.externalId, document]),
  );
  const files = entries.filter((entry) => entry.kind === 'file');
  const unread: { path: string; reason: ReasonCode }[] = entries.flatMap((entry) =>
    entry.kind === 'unread' ? [{ path: entry.path, reason: entry.reason }] : [],
  );
  const counts: Record<SubmitOutcome, number> = { queued: 0, moved: 0, unchanged: 0 };
  const classOf = accessClasses(deps, request.org);

  let done = 0;
  const limit = pLimit(filesAtOnce);
  await Promise.all(
    files.map((file) =>
      limit(async () => {
        const { rule, sensitivity } = accessOf(file.path, space, request.accessFile);
        const place = { space: space.id, accessClass: await classOf(rule), sensitivity, path: file.path };
        const outcome = await submitFile(deps, request, source, file, place, known.get(file.path));
        if (outcome in counts) counts[outcome as SubmitOutcome] += 1;
        else unread.push({ path: file.path, reason: outcome as ReasonCode });
        done += 1;
        request.onProgress?.(done, files.length);
      }),
    ),
  );
  const removed = await deps.documents.remove(request.org, vanished(known, entries));
  unread.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { source, files: files.length, ...counts, removed, unread };
}

type Place = Pick<KnownDocument, 'space' | 'accessClass' | 'sensitivity' | 'path'>;

async function submitFile(
  deps: IngestFolderDeps,
  request: FolderIngestion,
  source: string,
  file: FoundFile,
  place: Place,
  known: KnownDocument | undefined,
): Promise<SubmitOutcome | ReasonCode> {
  if (file.bytes > request.maxBytes) return 'too-large';
  try {
    if (known && isSame(known, place) && (await digest(file)) === known.sha256) return 'unchanged';
    const blob = await deps.blobs.put(request.org, file.open(), { maxBytes: request.maxBytes });
    const submitted = await deps.documents.submit({
      org: request.org,
      source,
      externalId: file.path,
      parentId: null,
      ...place,
      ...blob,
      title: titleFromFileName(fileName(file.path)),
      url: null,
      createdBy: null,
      modifiedAt: file.modifiedAt,
      lane: 'bulk',
    });
    return submitted.outcome;
  } catch (error) {
    if (isAppError(error) && error.code === 'FILE_TOO_LARGE') return 'too-large';
    if (isFileError(error)) return 'unreadable';
    throw error;
  }
}

/** Failed documents are always submitted again: that is how they get another try. */
function isSame(known: KnownDocument, place: Place): boolean {
  return (
    known.state !== 'failed' &&
    known.space === place.space &&
    known.accessClass === place.accessClass &&
    known.sensitivity === place.sensitivity &&
    known.path === place.path
  );
}

async function digest(file: FoundFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of file.open()) hash.update(part as Buffer);
  return hash.digest('hex');
}

function isFileError(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof syscall === 'string' && ['EACCES', 'EPERM', 'ENOENT', 'EISDIR', 'EIO'].includes(code ?? '');
}

/** Documents whose file is gone. What could not be looked at is not gone. */
function vanished(
  known: ReadonlyMap<string, KnownDocument>,
  entries: readonly (FoundFile | UnreadEntry)[],
): string[] {
  const seen = new Set(entries.map((entry) => entry.path));
  const unknownFolders = entries.flatMap((entry) =>
    entry.kind === 'unread' && entry.isFolder ? [`${entry.path}/`] : [],
  );
  return [...known.values()]
    .filter(
      ({ externalId }) =>
        !seen.has(externalId) && !unknownFolders.some((folder) => externalId.startsWith(folder)),
    )
    .map(({ id }) => id);
}

/** Few distinct rules cover many files, so each is asked for once. */
function accessClasses(deps: IngestFolderDeps, org: string): (rule: AccessRule) => Promise<number> {
  const known = new Map<string, Promise<number>>();
  return (rule) => {
    const key = JSON.stringify(rule);
    const ready = known.get(key) ?? deps.access.ensureAccessClass(org, rule);
    known.set(key, ready);
    return ready;
  };
}
