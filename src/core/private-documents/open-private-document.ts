import type { Sensitivity } from '../document.ts';
import { checkedFileName } from '../ingest/checked-file-name.ts';
import type { OpenPrivateDocument, PrivateDesk } from './private-desk.ts';
import type { PrivateOwner } from './private-document.ts';
import { type ReadPrivateDeps, readPrivateDocument } from './read-private-document.ts';

/** A file as it arrives. */
export type PrivateUpload = {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly sensitivity: Sensitivity;
};

/**
 * Receives a file into memory, reads it, and holds it for its person (R13). Its bytes are dropped as soon as they are read.
 * @throws AppError `FILE_NAME_INVALID`, `FILE_TOO_LARGE`, `PRIVATE_DOCUMENTS_FULL`, `PRIVATE_DOCUMENT_UNREADABLE`
 */
export async function openPrivateDocument(
  deps: ReadPrivateDeps & { readonly desk: Pick<PrivateDesk, 'take'> },
  owner: PrivateOwner,
  { name, content, sensitivity }: PrivateUpload,
  signal: AbortSignal,
): Promise<OpenPrivateDocument> {
  const label = checkedFileName(name);
  const place = deps.desk.take(owner);
  try {
    const parts: Uint8Array[] = [];
    for await (const part of content) {
      place.hold(part.length);
      parts.push(part);
    }
    const file = { name: label, content: Buffer.concat(parts), sensitivity };
    return place.keep(await readPrivateDocument(deps, owner, file, signal));
  } catch (error) {
    place.leave();
    throw error;
  }
}
