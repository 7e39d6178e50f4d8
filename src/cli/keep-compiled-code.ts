import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Beside the packages, and as trusted as they are. */
export const compiledCodeFolder = join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'sourcier',
  'code',
);

/**
 * Code that Node has compiled once is kept; Node checks each piece against its source. Where the folder cannot be written,
 * everything is compiled at each start. What is to be served from it is imported after this call, not in the same file's head.
 */
export function keepCompiledCode(): void {
  enableCompileCache(compiledCodeFolder);
}
