import { readEnvironment } from '../../config/env.ts';
import { checkShared } from '../compose/check-shared.ts';
import { openWorker } from './open-worker.ts';
import { reportError } from './report-error.ts';

/** A process that works and serves no API, until it is asked to stop: says on its output where its health is told. */
export async function runWorker(): Promise<void> {
  try {
    const environment = readEnvironment();
    checkShared(environment);
    const worker = await openWorker(environment);
    process.stdout.write(`${JSON.stringify({ health: worker.address, ready: true })}\n`);
    await worker.closed;
  } catch (error) {
    process.exitCode = reportError(error, true);
  }
}
