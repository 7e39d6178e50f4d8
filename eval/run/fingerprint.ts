import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/** Changes with the program, its numbers, its prompts and the models it asks: what a reply depends on beside its data. */
export async function fingerprintProgram(environment: Environment): Promise<string> {
  const digest = createHash('sha256');
  for (const pattern of ['src/**/*.ts', 'config/*.ts', 'prompts/**/*.md'])
    for (const path of globSync(pattern, { cwd: root }).sort())
      if (!path.endsWith('.test.ts'))
        digest
          .update(path)
          .update('\0')
          .update(readFileSync(join(root, path)));
  const { languageModel, embeddings, localModel } = environment;
  const models: unknown[] = [languageModel, embeddings].map(
    (server) => server && [server.baseUrl, server.model],
  );
  if (localModel?.folder) models.push((await readModelFolder(localModel.folder))?.digest);
  return digest.update(JSON.stringify(models)).digest('hex').slice(0, 16);
}

export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
