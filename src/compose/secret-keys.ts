import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { openKeyFile, parseKeys, rereadKeyFile } from '../adapters/secret-box/key-file.ts';

/** Where keys are that are in files of this machine. */
export function keyFolder({ dataFolder }: Pick<Environment, 'dataFolder'>): string {
  return join(dataFolder, 'keys');
}

/** The keys that seal secrets, when they are there. */
export function secretKeyFile(environment: Pick<Environment, 'dataFolder'>): string {
  return join(keyFolder(environment), 'secrets');
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
