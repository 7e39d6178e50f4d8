/** A process that works and serves no API: as many as are wanted, beside processes of `sourcier serve --no-work`. */
import { keepCompiledCode } from '../src/cli/keep-compiled-code.ts';

keepCompiledCode();
const { runWorker } = await import('../src/cli/run-worker.ts');
await runWorker();
