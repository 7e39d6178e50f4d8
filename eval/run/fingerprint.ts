import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';

const root = join(import.meta.dirname, '..', '..');

/** Changes with the program, its numbers, its prompts and the models it asks: what a reply depends on beside its data. */
export function fingerprintProgram(environment: Environment): string {
  const digest = createHash('sha256');
  for (const pattern of ['src/**/*.ts', 'config/*.ts', 'prompts/**/*.md'])
    for (const path of globSync(pattern, { cwd: root }).sort())
      if (!path.endsWith('.test.ts'))
        digest
          .update(path)
          .update('\0')
          .update(readFileSync(join(root, path)));
  const { languageModel, embeddings } = environment;
  const models = [languageModel, embeddings].map((server) => server && [server.baseUrl, server.model]);
  return digest.update(JSON.stringify(models)).digest('hex').slice(0, 16);
}

export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
