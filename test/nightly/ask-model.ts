/**
 * A suite asked of a real small model on this machine: `npm run nightly:eval -- --suite FILE --out FOLDER`, with the options of
 * `sourcier eval run`. Exit code: that of the run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from '../../config/env.ts';
import { startLocalModelServer } from './local-model-server.ts';

const root = join(import.meta.dirname, '..', '..');
const server = await startLocalModelServer(join(root, '.sourcier', 'nightly'));
try {
  const run = spawn(
    process.execPath,
    [...process.execArgv, join(root, 'src', 'cli', 'main.ts'), 'eval', 'run', ...process.argv.slice(2)],
    {
      env: childEnvironment({
        EMBEDDINGS: 'none',
        LLM_BASE_URL: server.baseUrl,
        LLM_MODEL: 'gemma-3-270m',
        LLM_API_KEY: server.apiKey,
      }),
      stdio: 'inherit',
    },
  );
  [process.exitCode] = await once(run, 'exit');
} finally {
  await server.close();
}
