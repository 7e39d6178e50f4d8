import { constants, type FileHandle, open } from 'node:fs/promises';
import { tunables } from '../../../config/tunables.ts';

/** An opened file of known size. */
export type OpenFile = { readonly handle: FileHandle; readonly bytes: number };

/** Why a file is given to no parser. */
export type Unopened = { readonly unopened: 'unreadable' | 'empty' | 'too-large' };

/** Opens a file for `use`, and closes it afterwards. Anything but an ordinary file of a permitted size stays unread. */
export async function withOpenFile<Result>(
  path: string,
  use: (file: OpenFile) => Promise<Result>,
): Promise<Result | Unopened> {
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return { unopened: 'unreadable' };
  }
  try {
    const status = await handle.stat();
    if (!status.isFile()) return { unopened: 'unreadable' };
    if (status.size === 0) return { unopened: 'empty' };
    if (status.size > tunables.parsing.fileBytes) return { unopened: 'too-large' };
    return await use({ handle, bytes: status.size });
  } finally {
    await handle.close();
  }
}
