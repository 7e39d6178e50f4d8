import { readEnvironment } from '../config/env.ts';
import { openWorker } from '../src/cli/open-worker.ts';
import { reportError } from '../src/cli/report-error.ts';
import { checkShared } from '../src/compose/check-shared.ts';

/** A process that works and serves no API: as many as are wanted, beside processes of `sourcier serve --no-work`. */
try {
  const environment = readEnvironment();
  checkShared(environment);
  const worker = await openWorker(environment);
  process.stdout.write(`${JSON.stringify({ health: worker.address, ready: true })}\n`);
  await worker.closed;
} catch (error) {
  process.exitCode = reportError(error, true);
}
