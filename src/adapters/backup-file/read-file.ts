import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { AppError, isAppError } from '../../core/errors.ts';
import type { ArchiveEntry } from '../../ports/backup-archive.ts';

const ageMark = 'age-encryption.org/v1';

/**
 * Reads an archive, piece after piece; each is to be read before the next. An encrypted one wants the file of an identity.
 * @throws AppError `FILE_UNREADABLE`, `BACKUP_LOCKED` without an identity that opens it, `BACKUP_INVALID` when it is damaged
 */
export async function* readBackupFile(
  path: string,
  identityFile: string | null,
): AsyncGenerator<ArchiveEntry, void> {
  const bytes = (await isEncrypted(path))
    ? await decrypted(createReadStream(path), identityFile)
    : createReadStream(path);
  const tar = extract();
  const unpacked = pipeline(bytes, createZstdDecompress(), tar);
  unpacked.catch(() => {});
  try {
    for await (const entry of tar)
      yield {
        name: entry.header.name,
        bytes: entry.header.size ?? 0,
        content: undamaged(entry as AsyncIterable<Uint8Array>),
      };
    await unpacked;
  } catch (error) {
    throw damaged(error);
  } finally {
    bytes.destroy();
  }
}

/** What is wrong with the file is often found while a content is read, by whoever reads it. */
async function* undamaged(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* content;
  } catch (error) {
    throw damaged(error);
  }
}

/** The other end of the pieces may throw too: what it says stays. */
const damaged = (cause: unknown): AppError =>
  isAppError(cause) ? cause : new AppError('BACKUP_INVALID', { cause, detail: 'it is damaged' });

async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', { cause, detail: path });
  });
  try {
    const start = Buffer.alloc(ageMark.length);
    await file.read(start).catch((cause: unknown) => {
      throw new AppError('FILE_UNREADABLE', { cause, detail: path });
    });
    return start.toString('latin1') === ageMark;
  } finally {
    await file.close();
  }
}

async function decrypted(bytes: Readable, identityFile: string | null): Promise<Readable> {
  if (identityFile === null)
    throw new AppError('BACKUP_LOCKED', { detail: '--identity: the file of the key that opens it' });
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    for (const identity of await readIdentities(identityFile)) decrypter.addIdentity(identity);
    const stream = await decrypter.decrypt(Readable.toWeb(bytes) as ReadableStream<Uint8Array>);
    return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('BACKUP_LOCKED', { cause, detail: '--identity: none of its keys opens it' });
  }
}

/** Keys as age writes them: one a line, comments between. */
async function readIdentities(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', { cause, detail: '--identity' });
  });
  return text.split(/\s*\n/).filter((line) => line !== '' && !line.startsWith('#'));
}
