import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, gunzip } from 'node:zlib';
import { tunables } from '../../../../config/tunables.ts';

const require = createRequire(import.meta.url);
const unpack = promisify(gunzip);

/**
 * Lays the engine's language data, which packages bring compressed, into a folder where the engine finds it. What is
 * there and whole is left alone; processes may do it at the same time. Gives the folder, or `null` where it cannot be
 * made: there is no recognition then. Nothing is ever downloaded.
 */
export async function layOutLanguageData(folder: string): Promise<string | null> {
  try {
    // The data folder may not be there yet: whoever runs the database must be able to pass through it.
    await mkdir(folder, { recursive: true, mode: 0o711 });
    await Promise.all(
      Object.values(tunables.recognition.languages).map((language) => layOut(folder, language)),
    );
    return folder;
  } catch {
    return null;
  }
}

async function layOut(folder: string, language: string): Promise<void> {
  const target = join(folder, `${language}.traineddata`);
  const packed = await readFile(packedFile(language));
  const present = await readFile(target).catch(() => null);
  if (present !== null && isWhole(present, packed)) return;
  // Under a name of its own until it is whole, so that nobody reads a half of it.
  const draft = `${target}.${randomUUID()}`;
  try {
    await writeFile(draft, await unpack(packed));
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
}

function packedFile(language: string): string {
  const manifest = require.resolve(`@tesseract.js-data/${language}/package.json`);
  return join(dirname(manifest), '4.0.0_best_int', `${language}.traineddata.gz`);
}

// A gzip file ends with the checksum and the length of what it holds.
function isWhole(data: Buffer, packed: Buffer): boolean {
  const [checksum, length] = [packed.readUInt32LE(packed.length - 8), packed.readUInt32LE(packed.length - 4)];
  return data.length === length && crc32(data) === checksum;
}
