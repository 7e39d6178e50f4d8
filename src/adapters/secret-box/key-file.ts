import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import { createFileOnce } from '../filesystem/create-file-once.ts';

/** Keys as they are written: base64 or hexadecimal, one a line, the one in use first. */
export function parseKeys(text: string, origin: string): Uint8Array[] {
  const keys = text.split(/\s+/).flatMap((line) => (line === '' ? [] : [bytesOf(line)]));
  if (keys.length === 0 || keys.some(({ byteLength }) => byteLength !== 32))
    throw new AppError('CONFIGURATION_INVALID', {
      detail: `${origin}: 32 bytes in base64 or hexadecimal, for example from "openssl rand -base64 32".`,
    });
  return keys;
}

/** The keys of a single machine, in a file that only its owner reads; made when there is none. */
export async function openKeyFile(file: string): Promise<Uint8Array[]> {
  const known = await readKeys(file);
  if (known) return known;
  await createFileOnce(file, `${newKey()}\n`);
  const made = await readKeys(file);
  if (!made) throw new AppError('CONFIGURATION_INVALID', { detail: `${file}: the key cannot be read.` });
  return made;
}

/** The keys as they are written now. @throws AppError `SECRET_UNREADABLE` when the file is gone */
export function rereadKeyFile(file: string): Uint8Array[] {
  try {
    return parseKeys(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    throw new AppError('SECRET_UNREADABLE', { cause });
  }
}

/** Puts a new key before the others, which go on opening what they sealed. */
export async function addKey(file: string): Promise<void> {
  await replace(file, `${newKey()}\n${await readFile(file, 'utf8')}`);
}

/** Forgets all keys but the one in use. */
export async function dropOldKeys(file: string): Promise<void> {
  const [current = ''] = (await readFile(file, 'utf8')).trim().split(/\s+/);
  await replace(file, `${current}\n`);
}

async function readKeys(file: string): Promise<Uint8Array[] | null> {
  try {
    return parseKeys(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}

const newKey = (): string => randomBytes(32).toString('base64');

function bytesOf(line: string): Uint8Array {
  return Buffer.from(line, /^[0-9a-f]{64}$/i.test(line) ? 'hex' : 'base64');
}
