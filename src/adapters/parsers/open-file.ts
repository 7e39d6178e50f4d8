import { constants, type FileHandle, open } from 'node:fs/promises';
import { tunables } from '../../../config/tunables.ts';

/** An opened file of known size, or bytes in memory. */
export type OpenFile = {
  readonly bytes: number;
  /** Fills the buffer, or its beginning, from an offset of the file on. Gives how many bytes that was; 0 at its end. */
  read(buffer: Uint8Array, from: number): Promise<number>;
};

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
    const read = async (buffer: Uint8Array, from: number) =>
      (await handle.read(buffer, 0, buffer.length, from)).bytesRead;
    return unopened(status.size) ?? (await use({ bytes: status.size, read }));
  } finally {
    await handle.close();
  }
}

/** The same of bytes that are in memory. */
export async function withOpenBytes<Result>(
  content: Uint8Array,
  use: (file: OpenFile) => Promise<Result>,
): Promise<Result | Unopened> {
  const read = async (buffer: Uint8Array, from: number) => {
    const part = content.subarray(from, from + buffer.length);
    buffer.set(part);
    return part.length;
  };
  return unopened(content.length) ?? use({ bytes: content.length, read });
}

function unopened(bytes: number): Unopened | null {
  if (bytes === 0) return { unopened: 'empty' };
  return bytes > tunables.parsing.fileBytes ? { unopened: 'too-large' } : null;
}
