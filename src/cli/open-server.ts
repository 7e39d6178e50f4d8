import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import type { Sourcier } from '../compose.ts';
import { AppError } from '../core/errors.ts';
import { describeDemo } from './demo-organisation.ts';
import { type Installation, installInBackground } from './install-in-background.ts';

/** Built page of the workplace; `setup/` builds it. */
const pageFolder = join(import.meta.dirname, '..', '..', 'web', 'demo', 'dist');

export type Server = {
  readonly sourcier: Sourcier;
  /** Address to type into a browser. */
  readonly address: string;
  /** Settles when the server has stopped, in order, after SIGINT or SIGTERM. */
  readonly closed: Promise<void>;
  /** Fires when the stop begins. */
  readonly stopping: AbortSignal;
  /** The embedding model that is being fetched; `null` when none is. Never rejects. */
  readonly installation: Installation | null;
};

/** One process for the API and the work. With `demo`, people of the fictional organisation sign in without proof. */
export async function openServer(
  environment: Environment,
  options: { readonly demo: boolean },
): Promise<Server> {
  // Standard output is for the address, which scripts read.
  const logger = pino({ level: environment.logLevel }, pino.destination(2));
  const demo = options.demo ? await describeDemo() : null;
  // Here, so that the help of a command does without the whole program.
  const [{ compose }, { createApp }] = await Promise.all([import('../compose.ts'), import('../http/app.ts')]);
  const sourcier = await compose(environment, { logger, ...(demo && { demo }) });
  try {
    const app = await createApp(sourcier.services, {
      logger,
      uploadMaxBytes: environment.uploadMaxBytes,
      ...(existsSync(pageFolder) && { pageFolder }),
    });
    await sourcier.work();
    const { host, port, publicUrl } = environment.http;
    const listening = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      const detail =
        cause.code === 'EADDRINUSE'
          ? `PORT ${port}: already in use; stop the other program or choose another PORT.`
          : `HOST ${host}, PORT ${port}: cannot be listened on (${cause.code}).`;
      throw new AppError('CONFIGURATION_INVALID', { cause, detail });
    });
    sourcier.engines.localModel?.embedder()?.warmUp();
    const stopping = new AbortController();
    const installation = installInBackground(sourcier, { logger, signal: stopping.signal });
    const closed = onceStopped(async () => {
      stopping.abort();
      // A part that does not answer, or a client that never finishes, must not keep the process for ever: what is under
      // way is taken up again at the next start.
      const late = setTimeout(() => process.exit(1), tunables.limits.shutdownMs).unref();
      const impatient = setTimeout(
        () => app.server.closeAllConnections(),
        tunables.limits.shutdownMs / 2,
      ).unref();
      await app.close();
      await installation?.ended;
      await sourcier.close();
      clearTimeout(late);
      clearTimeout(impatient);
    });
    return {
      sourcier,
      address: publicUrl ?? listening.replace('[::1]', 'localhost'),
      closed,
      stopping: stopping.signal,
      installation,
    };
  } catch (error) {
    await sourcier.close();
    throw error;
  }
}

/** Stops in order at the first signal; a second one does not wait. */
function onceStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(resolve, reject);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
