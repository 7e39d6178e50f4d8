import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentStore, KnownDocument, SubmitOutcome } from '../../ports/document-store.ts';
import type { FolderScanner, FoundFile, UnreadEntry } from '../../ports/folder-scanner.ts';
import type { AccessFile } from '../access/access-file.ts';
import { uuidFrom } from '../document-id.ts';
import { isAppError } from '../errors.ts';
import type { ReasonCode } from '../reasons.ts';
import { externalIdOf, pathOf } from './external-path.ts';
import {
  createPlacing,
  type Placing,
  placeKnown,
  refuseOpening,
  refuseOtherSpace,
  refuseUnknownPrincipals,
} from './folder-placing.ts';
import { fileName } from './ingest-document.ts';
import { titleFromFileName } from './title-from-file-name.ts';

export type IngestFolderDeps = {
  readonly access: Pick<AccessRepository, 'findSpace' | 'ensureAccessClass' | 'findUnknownPrincipals'>;
  readonly documents: Pick<
    DocumentStore,
    'listSource' | 'listSpacesOfSources' | 'listErased' | 'submit' | 'place' | 'remove' | 'readAgain'
  >;
  readonly blobs: Pick<BlobStore, 'has' | 'put'>;
  readonly scanner: FolderScanner;
};

export type FolderIngestion = {
  readonly org: string;
  readonly space: string;
  readonly folder: string;
  /** `null`: nothing is said of access, which is refused where documents of this source are restricted. */
  readonly accessFile: AccessFile | null;
  /** Identity of the folder across moves; absent: its real path. */
  readonly source?: string;
  readonly maxBytes: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
};

/** What the comparison with the folder gave: numbers of files, and what was not read with its reason. */
export type FolderReport = {
  readonly source: string;
  readonly files: number;
  readonly queued: number;
  /** Documents whose readers, space or sensitivity changed. */
  readonly moved: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Unchanged ones whose bytes were no longer kept: they are again. */
  readonly restored: number;
  readonly unread: readonly { readonly path: string; readonly reason: ReasonCode }[];
  /** Patterns of the access file that decide for no file: most often a slip of the pen. */
  readonly idlePatterns: readonly string[];
};

/** The source that a folder's documents have: by its id, or by the name that it was given, so that it may move. */
export const sourceOfFolder = (id: string, name?: string) => (name ? `named:${name}` : id);

/** Files compared at once: enough to hide the database's answers, few enough for two cores. */
const filesAtOnce = 8;

/**
 * Makes the organisation's documents of this source what the folder holds: new and changed files are queued, vanished
 * ones removed, unchanged ones left alone. Who may read comes first: it is applied to all that is known before any file
 * is looked at. Stopped at any point, it goes on where it was when run again.
 * @throws AppError `SPACE_UNKNOWN`, `FOLDER_UNREADABLE`, `ACCESS_FILE_INVALID`, `ACCESS_FILE_REQUIRED`, `FOLDER_IN_OTHER_SPACE`; the signal's reason
 */
export async function ingestFolder(deps: IngestFolderDeps, request: FolderIngestion): Promise<FolderReport> {
  const { org, accessFile } = request;
  const space = await deps.access.findSpace(org, request.space);
  await refuseUnknownPrincipals(deps.access, org, accessFile ?? []);
  const { id, related, entries } = await deps.scanner.scan(request.folder);
  const source = sourceOfFolder(id, request.source);
  const documents = await deps.documents.listSource(org, source);
  const placing = createPlacing(deps.access, org, space, accessFile ?? []);
  if (accessFile === null) {
    await refuseOtherSpace(deps.documents, { org, space: space.id, folders: new Set([...related, source]) });
    await refuseOpening(documents, placing);
  }

  const gone = new Set(vanished(documents, entries));
  await deps.documents.remove(
    org,
    [...gone].map((document) => document.id),
  );
  const known = new Map(
    documents
      .filter((document) => !gone.has(document))
      .map((document) => [pathOf(document.externalId), document]),
  );
  const moved = await placeKnown(deps.documents, org, [...known.values()], placing);

  const files = entries.filter((entry) => entry.kind === 'file');
  const erased = await deps.documents.listErased(org);
  const outcomes = await submitFiles(deps, { ...request, source, placing, known, erased }, files);
  const count = (wanted: FolderOutcome) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const unread = [...entries.flatMap(unreadEntry), ...outcomes.flatMap(unreadFile)];
  return {
    source,
    files: files.length,
    queued: count('queued'),
    moved: moved.size,
    unchanged: outcomes.filter(({ path, outcome }) => outcome === 'unchanged' && !moved.has(path)).length,
    removed: gone.size,
    restored: count('restored'),
    unread: unread.sort((a, b) => (a.path < b.path ? -1 : 1)),
    idlePatterns: placing.idlePatterns(),
  };
}

type Comparison = FolderIngestion & {
  readonly source: string;
  readonly placing: Placing;
  readonly known: ReadonlyMap<string, KnownDocument>;
  readonly erased: ReadonlySet<string>;
};

/** `restored`: the same as before, but its bytes were gone. */
type FolderOutcome = SubmitOutcome | 'restored';

type FileOutcome = { readonly path: string; readonly outcome: FolderOutcome | ReasonCode };

async function submitFiles(
  deps: IngestFolderDeps,
  comparison: Comparison,
  files: readonly FoundFile[],
): Promise<FileOutcome[]> {
  const limit = pLimit(filesAtOnce);
  let done = 0;
  try {
    return await Promise.all(
      files.map((file) =>
        limit(async () => {
          comparison.signal?.throwIfAborted();
          const outcome = await submitFile(deps, comparison, file);
          done += 1;
          comparison.onProgress?.(done, files.length);
          return { path: file.path, outcome };
        }),
      ),
    );
  } finally {
    // After a failure nothing more is begun.
    limit.clearQueue();
  }
}

async function submitFile(
  deps: IngestFolderDeps,
  { org, source, maxBytes, placing, known, erased }: Comparison,
  file: FoundFile,
): Promise<FolderOutcome | ReasonCode> {
  // Not even its bytes come back.
  if (erased.has(uuidFrom(org, source, externalIdOf(file.path)))) return 'erased';
  const place = await placing.placeOf(file.path);
  if (file.bytes > maxBytes) return 'too-large';
  try {
    const document = known.get(file.path);
    // What failed is submitted again, though it is the same: that is how it gets another try.
    const same =
      document && document.state !== 'failed' && (await digest(file)) === document.sha256 ? document : null;
    if (same && (await deps.blobs.has(org, same.sha256))) return 'unchanged';
    const blob = await deps.blobs.put(org, file.open(), { maxBytes });
    const submitted = await deps.documents.submit({
      org,
      source,
      externalId: externalIdOf(file.path),
      parentId: null,
      ...place,
      ...blob,
      title: titleFromFileName(fileName(file.path)),
      url: null,
      createdBy: null,
      modifiedAt: file.modifiedAt,
      lane: 'bulk',
    });
    if (same === null || submitted.outcome !== 'unchanged') return submitted.outcome;
    // What was made of these bytes may be gone with them: attachments, pages to look at.
    await deps.documents.readAgain({ org, id: same.id });
    return 'restored';
  } catch (error) {
    if (isAppError(error) && error.code === 'FILE_TOO_LARGE') return 'too-large';
    if (isFileError(error)) return 'unreadable';
    throw error;
  }
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
  documents: readonly KnownDocument[],
  entries: readonly (FoundFile | UnreadEntry)[],
): KnownDocument[] {
  const seen = new Set(entries.map((entry) => entry.path));
  const unknownFolders = entries.flatMap((entry) =>
    entry.kind === 'unread' && entry.isFolder ? [`${entry.path}/`] : [],
  );
  return documents.filter(
    ({ externalId }) =>
      !seen.has(pathOf(externalId)) &&
      !unknownFolders.some((folder) => pathOf(externalId).startsWith(folder)),
  );
}

function unreadEntry(entry: FoundFile | UnreadEntry): { path: string; reason: ReasonCode }[] {
  return entry.kind === 'unread' ? [{ path: entry.path, reason: entry.reason }] : [];
}

const submitOutcomes: ReadonlySet<string> = new Set<FolderOutcome>([
  'queued',
  'moved',
  'unchanged',
  'skipped',
  'restored',
]);

function unreadFile({ path, outcome }: FileOutcome): { path: string; reason: ReasonCode }[] {
  return submitOutcomes.has(outcome) ? [] : [{ path, reason: outcome as ReasonCode }];
}
