import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { Encrypter } from 'age-encryption';
import { pack } from 'tar-stream';
import { AppError } from '../../core/errors.ts';
import type { ArchiveWriter } from '../../ports/backup-archive.ts';

/**
 * Writes an archive: tar, compressed by Zstandard, encrypted by age for `recipients` where there are any. The file appears under its
 * name when it is whole and on the disk.
 * @throws AppError `USAGE` for a recipient that is none, or a place that cannot be written
 */
export async function writeBackupFile<T>(
  path: string,
  recipients: readonly string[],
  fill: (archive: ArchiveWriter) => Promise<T>,
): Promise<T> {
  const encrypter = await encrypterFor(recipients);
  const unfinished = `${path}.part`;
  const tar = pack();
  const compressed = new PassThrough();
  const handle = await open(unfinished, 'wx', 0o600).catch((cause: unknown) => {
    throw new AppError('USAGE', {
      cause,
      detail: `${unfinished}: it is there already, or cannot be written`,
    });
  });
  const file = handle.createWriteStream({ flush: true });
  const written = Promise.all([
    // With a checksum, so that a change of any bit is found, also where the archive has nothing to say.
    pipeline(tar, createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }), compressed),
    encrypted(compressed, encrypter).then((bytes) => pipeline(bytes, file)),
  ]);
  // It is waited for below; a failure before must not count as unhandled.
  written.catch((error) => tar.destroy(error));
  try {
    const result = await fill({
      add: ({ name, bytes, content }) =>
        pipeline(Readable.from(content), tar.entry({ name, size: bytes, mode: 0o600 })),
    });
    tar.finalize();
    await written;
    await rename(unfinished, path);
    return result;
  } catch (error) {
    tar.destroy();
    await written.catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function encrypterFor(recipients: readonly string[]): Promise<Encrypter | null> {
  if (recipients.length === 0) return null;
  // A fifth of a second, which no other command pays for.
  const age = await import('age-encryption');
  const encrypter = new age.Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new AppError('USAGE', { cause, detail: '--recipient: age1…, as "sourcier backup key" prints it' });
  }
  return encrypter;
}

async function encrypted(bytes: Readable, encrypter: Encrypter | null): Promise<Readable> {
  if (!encrypter) return bytes;
  const stream = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  return Readable.fromWeb((await encrypter.encrypt(stream)) as Parameters<typeof Readable.fromWeb>[0]);
}
