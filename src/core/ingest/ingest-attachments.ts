import { tunables } from '../../../config/tunables.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DocumentStore, Lane, WorkItem } from '../../ports/document-store.ts';
import { uuidFrom } from '../document-id.ts';
import type { ParsedAttachment } from '../parsed-document.ts';
import { nameAttachments } from './attachment-names.ts';
import { titleFromFileName } from './title-from-file-name.ts';

/** Stands between a file and the file inside it; no folder within an archive ends with `!` (`attachment-names.ts`). */
const inside = '!/';

/**
 * Makes each attachment a document of its own, in the place and with the readers of its parent. Attachments that the new
 * version no longer has are removed. Beyond the permitted depth, files within files are left unread.
 * @throws AppError `CONFLICT` when a newer version of the parent is wanted: its worker brings what is attached to that one
 */
export async function ingestAttachments(
  deps: { readonly documents: DocumentStore; readonly blobs: BlobStore },
  parent: WorkItem,
  attachments: readonly ParsedAttachment[],
  lane: Lane,
): Promise<void> {
  const kept: string[] = [];
  for (const { name, bytes } of nameAttachments(attachments)) {
    const externalId = `${parent.externalId}${inside}${name}`;
    kept.push(uuidFrom(parent.org, parent.source, externalId));
    const blob = await deps.blobs.put(parent.org, bytes, { maxBytes: tunables.parsing.inflatedBytes });
    await deps.documents.submit({
      org: parent.org,
      source: parent.source,
      externalId,
      parentId: parent.id,
      parentVersion: parent.version,
      space: parent.space,
      accessClass: parent.accessClass,
      sensitivity: parent.sensitivity,
      title: titleFromFileName(name.slice(name.lastIndexOf('/') + 1)),
      path: name,
      url: null,
      ...blob,
      createdBy: parent.createdBy,
      modifiedAt: parent.modifiedAt,
      lane,
    });
  }
  await deps.documents.removeChildrenExcept(parent, kept);
}

/** How many files this one lies within: 0 for a file of its own. */
export const depthOf = (externalId: string): number => externalId.split(inside).length - 1;
