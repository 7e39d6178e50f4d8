import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { openKeyFile, parseKeys, rereadKeyFile } from '../adapters/secret-box/key-file.ts';

/** Where the keys are that seal secrets, when they are in a file of this machine. */
export function secretKeyFile({ dataFolder }: Environment): string {
  return join(dataFolder, 'keys', 'secrets');
}

/** Makes the function that gives the keys which seal secrets, newest first, as they are when it is called. */
export async function secretKeysOf(environment: Environment): Promise<() => readonly Uint8Array[]> {
  if (environment.secretKeys) {
    const keys = parseKeys(environment.secretKeys, 'SOURCIER_SECRET_KEY');
    return () => keys;
  }
  const file = secretKeyFile(environment);
  await openKeyFile(file);
  return () => rereadKeyFile(file);
}
