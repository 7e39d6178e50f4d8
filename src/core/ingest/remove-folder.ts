import type { DocumentStore } from '../../ports/document-store.ts';
import type { FolderScanner } from '../../ports/folder-scanner.ts';
import { AppError } from '../errors.ts';
import { sourceOfFolder } from './ingest-folder.ts';

export type RemoveFolderDeps = {
  readonly documents: Pick<DocumentStore, 'listSource' | 'remove'>;
  readonly scanner: Pick<FolderScanner, 'identify'>;
};

/**
 * Takes the documents of a folder out of the organisation, as if the folder had been emptied and read again: nobody reads
 * them any more once it has ended. The folder stays as it is, and reading it brings them back.
 * @returns How many documents; their attachments are not counted.
 * @throws AppError `FOLDER_UNKNOWN`
 */
export async function removeFolder(
  { documents, scanner }: RemoveFolderDeps,
  { org, folder, source }: { readonly org: string; readonly folder: string; readonly source?: string },
): Promise<number> {
  const known = await documents.listSource(org, sourceOfFolder(await scanner.identify(folder), source));
  if (known.length === 0) throw new AppError('FOLDER_UNKNOWN', { detail: `folder: ${source ?? folder}` });
  await documents.remove(
    org,
    known.map(({ id }) => id),
  );
  return known.length;
}
