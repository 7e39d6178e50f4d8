import type { WorkDocument } from '../../../shared/api/types.ts';
import { DocumentRow } from './document-row.tsx';
import type { Folder } from './folder-tree.ts';

/** Folders that open without being asked: those of a list short enough to be read at a glance. */
const openUpTo = 60;

/** A folder's documents and, each behind its own disclosure, the folders below. */
export function FolderView({
  folder,
  isShort = folder.count <= openUpTo,
  onOpen,
  onRemove,
}: {
  readonly folder: Folder;
  readonly isShort?: boolean;
  readonly onOpen: (document: WorkDocument) => void;
  readonly onRemove: (document: WorkDocument) => Promise<void>;
}) {
  return (
    <ul className="folder">
      {folder.folders.map((child) => (
        <li key={child.path}>
          <details open={isShort}>
            <summary>
              {child.name} <span className="count">{child.count}</span>
            </summary>
            <FolderView folder={child} isShort={isShort} onOpen={onOpen} onRemove={onRemove} />
          </details>
        </li>
      ))}
      {folder.documents.map((document) => (
        <DocumentRow
          key={document.id}
          document={document}
          onOpen={() => onOpen(document)}
          onRemove={() => onRemove(document)}
        />
      ))}
    </ul>
  );
}
