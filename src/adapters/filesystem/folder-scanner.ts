import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { FolderScanner, FoundFile, UnreadEntry } from '../../ports/folder-scanner.ts';

/** Files that systems and editors leave behind, and settings (which can hold secrets): nobody's documents. */
const isLeftover = (name: string) =>
  name.startsWith('.') || name.startsWith('~$') || /^(thumbs\.db|desktop\.ini)$/i.test(name);

/** Folders of version control, of the system, and our own. Other hidden folders can hold documents like any. */
const isSystemFolder = (name: string) => /^\.(git|svn|hg|sourcier|trash.*|cache|venv|ssh|gnupg)$/i.test(name);

/** Walks folders of this machine. */
export function createFolderScanner(): FolderScanner {
  return {
    identify: async (folder) => idOf(await realpath(folder).catch(() => resolve(folder))),
    scan: async (folder) => {
      const root = await realpath(folder).catch((cause) => {
        throw new AppError('FOLDER_UNREADABLE', { cause, detail: `folder: ${folder}` });
      });
      if (!(await stat(root)).isDirectory())
        throw new AppError('FOLDER_UNREADABLE', { detail: `folder: ${folder}` });
      const { entries, folders } = await walk(root);
      const within = folders.map((relative) => join(root, relative));
      return { id: idOf(root), related: new Set([...foldersAround(root), ...within].map(idOf)), entries };
    },
  };
}

const idOf = (path: string): string =>
  `folder:${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;

function foldersAround(path: string): string[] {
  const around = dirname(path);
  return around === path ? [] : [around, ...foldersAround(around)];
}

/** What lies below `root`; `folders` are relative to it. */
async function walk(root: string): Promise<{ entries: (FoundFile | UnreadEntry)[]; folders: string[] }> {
  const entries: (FoundFile | UnreadEntry)[] = [];
  const folders: string[] = [];
  const seen = new Set<string>();
  /** Two names can differ in Unicode form only: the second keeps its own spelling. */
  const label = (relative: string) => {
    const composed = relative.normalize('NFC');
    const path = seen.has(composed) ? relative : composed;
    seen.add(path);
    return path;
  };

  async function visit(relative: string): Promise<void> {
    if (relative !== '') folders.push(relative);
    const listed = await readdir(join(root, relative), { withFileTypes: true }).catch(() => null);
    if (!listed) {
      if (relative === '') throw new AppError('FOLDER_UNREADABLE', { detail: `folder: ${root}` });
      entries.push({ kind: 'unread', path: label(relative), isFolder: true, reason: 'unreadable' });
      return;
    }
    listed.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of listed) {
      if (entry.isDirectory() ? isSystemFolder(entry.name) : isLeftover(entry.name)) continue;
      const inner = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(inner);
      else if (entry.isFile()) entries.push(await describe(inner));
      else
        entries.push({
          kind: 'unread',
          path: label(inner),
          isFolder: false,
          reason: entry.isSymbolicLink() ? 'symlink-skipped' : 'not-a-file',
        });
    }
  }

  async function describe(relative: string): Promise<FoundFile | UnreadEntry> {
    const absolute = join(root, relative);
    const facts = await stat(absolute).catch(() => null);
    const path = label(relative);
    if (!facts) return { kind: 'unread', path, isFolder: false, reason: 'unreadable' };
    return {
      kind: 'file',
      path,
      bytes: facts.size,
      modifiedAt: facts.mtime,
      open: () => createReadStream(absolute),
    };
  }

  await visit('');
  return { entries, folders };
}
