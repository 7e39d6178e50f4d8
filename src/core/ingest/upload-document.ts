import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { DocumentView, Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { uuidFrom } from '../document-id.ts';
import { AppError } from '../errors.ts';
import { checkedFileName } from './checked-file-name.ts';
import { titleFromFileName } from './title-from-file-name.ts';

export type UploadDeps = {
  readonly access: Pick<AccessRepository, 'listSpacesOf' | 'ensureAccessClass'>;
  readonly documents: Pick<DocumentStore, 'submit' | 'listErased'>;
  readonly library: Pick<Library, 'find'>;
  readonly blobs: Pick<BlobStore, 'put'>;
};

export type Upload = {
  readonly space: string;
  /** Folder within the space, `/` separated; empty for none. */
  readonly folder: string;
  readonly name: string;
  readonly content: Readable;
  readonly maxBytes: number;
  /** The same key again, from the same person, is the same upload: even two at once make one document. */
  readonly idempotencyKey?: string | undefined;
};

const longestFolder = 1_000;

/**
 * Takes a file that a person adds to one of their spaces; the space's members may read it. It is worked on before bulk
 * folders. A space that the person does not belong to looks like one that does not exist.
 * @throws AppError `NOT_FOUND`, `FILE_NAME_INVALID`, `FILE_TOO_LARGE`
 */
export async function uploadDocument(
  deps: UploadDeps,
  within: AccessFilter,
  upload: Upload,
): Promise<DocumentView> {
  const { org, user } = within;
  const name = checkedFileName(upload.name);
  const folder = checkedFolder(upload.folder);
  const spaces = await deps.access.listSpacesOf(org, user);
  const space = spaces.find((candidate) => candidate.id === upload.space);
  if (!space) throw new AppError('NOT_FOUND');

  const source = 'upload';
  const externalId =
    upload.idempotencyKey === undefined ? randomUUID() : uuidFrom('upload', user, upload.idempotencyKey);
  if (upload.idempotencyKey !== undefined) {
    // The same upload again, of a document that was erased meanwhile: not even its bytes come back.
    const erased = await deps.documents.listErased(org);
    if (erased.has(uuidFrom(org, source, externalId))) {
      upload.content.resume();
      throw new AppError('NOT_FOUND');
    }
  }
  const blob = await deps.blobs.put(org, upload.content, { maxBytes: upload.maxBytes });
  const rule = { allow: [`space:${space.id}`], restrictedTo: [], deny: [] };
  const { id } = await deps.documents.submit({
    org,
    source,
    externalId,
    parentId: null,
    space: space.id,
    accessClass: await deps.access.ensureAccessClass(org, rule),
    sensitivity: space.sensitivity,
    title: titleFromFileName(name),
    path: folder ? `${folder}/${name}` : name,
    url: null,
    ...blob,
    createdBy: user,
    modifiedAt: new Date(),
    lane: 'interactive',
  });
  const document = await deps.library.find(within, id);
  if (!document) throw new AppError('NOT_FOUND');
  return document;
}

function checkedFolder(raw: string): string {
  const folder = raw.normalize('NFC').replace(/^\/+|\/+$/g, '');
  if (folder === '') return '';
  if (folder.length > longestFolder) throw new AppError('FILE_NAME_INVALID');
  return folder.split('/').map(checkedFileName).join('/');
}
