import { writeFile } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';

/**
 * Makes the key that opens backups, in a new file that only its owner reads, and gives the one that locks them, which is no secret.
 * @throws AppError `USAGE` when the file is there or cannot be written
 */
export async function createKeyPair(file: string): Promise<{ readonly recipient: string }> {
  const { generateIdentity, identityToRecipient } = await import('age-encryption');
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (cause: unknown) => {
      throw new AppError('USAGE', { cause, detail: `${file}: it is there already, or cannot be written` });
    },
  );
  return { recipient };
}
