import type { WorkDocument } from '../../../shared/api/types.ts';

/** A folder of a space with what stands directly in it. `path` is `/` separated and unique in the tree. */
export type Folder = {
  readonly name: string;
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly documents: readonly WorkDocument[];
  /** Documents in it and below. */
  readonly count: number;
};

type OpenFolder = { folders: Map<string, OpenFolder>; documents: WorkDocument[] };

/**
 * Sorts documents into the folders of their paths. Order is kept. A single folder at the top is left out
 * when nothing stands beside it or when it is named like the space; what stood beside it then joins its content.
 */
export function buildFolderTree(documents: readonly WorkDocument[]): Folder {
  const root: OpenFolder = { folders: new Map(), documents: [] };
  for (const document of documents) {
    let folder = root;
    for (const name of document.path.split('/').slice(0, -1)) {
      if (name === '') continue;
      const next = folder.folders.get(name) ?? { folders: new Map(), documents: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.documents.push(document);
  }
  return withoutSingleTop(close(root, '', ''));
}

function close(folder: OpenFolder, name: string, path: string): Folder {
  const folders = [...folder.folders].map(([child, open]) => close(open, child, `${path}/${child}`));
  const below = folders.reduce((sum, { count }) => sum + count, 0);
  return { name, path, folders, documents: folder.documents, count: below + folder.documents.length };
}

function withoutSingleTop(folder: Folder): Folder {
  const [only, second] = folder.folders;
  if (only === undefined || second !== undefined) return folder;
  // Beside a folder named like its space stand files added by hand, which must not bring that folder back.
  const isBesideOnly = folder.documents.every(({ space }) => space === only.name);
  if (!isBesideOnly) return folder;
  return withoutSingleTop({
    ...only,
    documents: [...only.documents, ...folder.documents],
    count: folder.count,
  });
}
