import { readFile, readlink, rm, symlink } from 'node:fs/promises';

/**
 * Leaves a short text at a path where nothing is yet (`EEXIST`), whole or not at all. It is the target of a symbolic link, which leads nowhere:
 * that lies with the name of the file, so that a full disk still takes it.
 */
export async function leaveNote(path: string, text: string): Promise<void> {
  await symlink(text, path);
}

/** The same in place of whatever is there. */
export async function replaceNote(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await leaveNote(path, text);
}

/** What was left there, also in a file, as programs before this one did; empty when it is gone. */
export async function readNote(path: string): Promise<string> {
  return readlink(path).catch(() => readFile(path, 'utf8').catch(() => ''));
}
