import { pino } from 'pino';
import type { Environment } from '../../config/env.ts';
import { compose } from '../compose.ts';
import { installInBackground } from './install-in-background.ts';
import { onceStopped } from './once-stopped.ts';
import { serveHealth } from './serve-health.ts';

export type WorkerProcess = {
  /** Where its health is told. */
  readonly address: string;
  /** Settles when it has stopped, in order, after SIGINT, SIGTERM or SIGHUP: jobs under way are finished, no other begins. */
  readonly closed: Promise<void>;
};

/** A process that carries out jobs; on `HOST:PORT` it tells of its health, and what it counts. */
export async function openWorker(environment: Environment): Promise<WorkerProcess> {
  const logger = pino({ level: environment.logLevel }, pino.destination(2));
  const sourcier = await compose(environment, { logger });
  try {
    await sourcier.work();
    const { health: healthOf, metrics } = sourcier.services;
    const health = await serveHealth(environment.http, {
      findTroubles: sourcier.stores.troubles,
      readMetrics: async () => metrics.render(await healthOf.standing(), null),
    });
    const stopping = new AbortController();
    const installation = installInBackground(sourcier, { logger, signal: stopping.signal });
    const closed = onceStopped(async () => {
      stopping.abort();
      await installation?.ended;
      await sourcier.close();
      await health.close();
    });
    return { address: health.address, closed };
  } catch (error) {
    await sourcier.close();
    throw error;
  }
}
