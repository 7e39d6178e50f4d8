import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import { AppError } from '../../../core/errors.ts';

/**
 * Writes one file of an archive to `target`, piece by piece.
 * @throws AppError `MODEL_FILE_INVALID` when the archive has no such file or is damaged
 */
export async function unzipMember(archive: string, member: string, target: string): Promise<void> {
  const file = await open(target, 'w');
  let pieces: Uint8Array[] = [];
  let found: 'no' | 'begun' | 'whole' = 'no';
  let failure: Error | null = null;
  const unzip = new Unzip((entry) => {
    if (entry.name !== member) return;
    found = 'begun';
    entry.ondata = (error, data, final) => {
      failure ??= error;
      if (data) pieces.push(data);
      if (final) found = 'whole';
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for await (const chunk of createReadStream(archive)) {
      unzip.push(chunk as Buffer);
      for (const piece of pieces) await file.writeFile(piece);
      pieces = [];
      if (failure || (found as string) === 'whole') break;
    }
  } catch (cause) {
    failure = cause as Error;
  } finally {
    await file.close();
  }
  if (failure || (found as string) !== 'whole')
    throw new AppError('MODEL_FILE_INVALID', {
      cause: failure,
      detail: `${member}: not in the archive, or damaged.`,
    });
}
