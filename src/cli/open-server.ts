import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Environment } from '../../config/env.ts';
import { traceOfLog } from '../adapters/telemetry/spans.ts';
import { startTracing } from '../adapters/telemetry/start-tracing.ts';
import type { Sourcier } from '../compose.ts';
import type { Page } from '../http/serve-page.ts';
import { describeDemo } from './demo-organisation.ts';
import { type Installation, installInBackground } from './install-in-background.ts';
import { onceStopped } from './once-stopped.ts';
import { refuseAddress } from './refuse-address.ts';
import { watchInBackground } from './watch-in-background.ts';

/** Where `setup/` built the pages. */
const pagesFolder = join(import.meta.dirname, '..', '..', 'web');

/** The workplace of the demo at `/`, which holds the sidebar as other workplaces do; each of the others under its name. */
function builtPages(isDemo: boolean, embedOrigins: readonly string[]): readonly Page[] {
  const pages = [
    { name: 'demo', prefix: '/', embeds: true },
    { name: 'sidebar', prefix: '/sidebar/', embeddedIn: [...(isDemo ? ["'self'"] : []), ...embedOrigins] },
    { name: 'console', prefix: '/console/' },
  ];
  return pages
    .map(({ name, ...page }) => ({ ...page, folder: join(pagesFolder, name, 'dist') }))
    .filter(({ folder }) => existsSync(folder));
}

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

/**
 * A process for the API and, unless `works` is false, for the work. With `demo`, people of the fictional organisation sign in
 * without proof.
 */
export async function openServer(
  environment: Environment,
  options: { readonly demo: boolean; readonly works?: boolean },
): Promise<Server> {
  // Standard output is for the address, which scripts read.
  const logger = pino({ level: environment.logLevel, mixin: traceOfLog }, pino.destination(2));
  const tracing = environment.tracing && (await startTracing(environment.tracing));
  const demo = options.demo ? await describeDemo() : null;
  const stopping = new AbortController();
  // Here, so that the help of a command does without the whole program.
  const [{ compose }, { createApp }] = await Promise.all([import('../compose.ts'), import('../http/app.ts')]);
  const sourcier = await compose(environment, { logger, ...(demo && { demo }) });
  try {
    const watching = await watchInBackground(environment, { logger, signal: stopping.signal });
    const app = await createApp(sourcier.services, {
      logger,
      lastWatch: watching.last,
      uploadMaxBytes: environment.uploadMaxBytes,
      pages: builtPages(options.demo, environment.http.embedOrigins ?? []),
    });
    if (options.works ?? true) await sourcier.work();
    else sourcier.deliver();
    const { host, port, publicUrl } = environment.http;
    const listening = await app
      .listen({ host, port })
      .catch((cause: NodeJS.ErrnoException) => refuseAddress({ host, port }, cause));
    sourcier.engines.localModel?.embedder()?.warmUp();
    const installation = installInBackground(sourcier, { logger, signal: stopping.signal });
    const closed = onceStopped(async ({ halfTime }) => {
      stopping.abort();
      // A client that never finishes must not keep the process for ever.
      halfTime.addEventListener('abort', () => app.server.closeAllConnections());
      await app.close();
      await installation?.ended;
      await watching.ended;
      await sourcier.close();
      await tracing?.stop();
    });
    return {
      sourcier,
      address: publicUrl ?? listening.replace('[::1]', 'localhost'),
      closed,
      stopping: stopping.signal,
      installation,
    };
  } catch (error) {
    stopping.abort();
    await sourcier.close();
    throw error;
  }
}
