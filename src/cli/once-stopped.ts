import { tunables } from '../../config/tunables.ts';

/**
 * Stops in order at the first SIGINT, SIGTERM or SIGHUP; a second one does not wait. A part that does not answer must not keep the process for
 * ever (R87): what is under way then is taken up again by another process, or at the next start. `halfTime` fires when half
 * of the time is over. Settles when all has stopped.
 */
export function onceStopped(
  stop: (options: { readonly halfTime: AbortSignal }) => Promise<void>,
): Promise<void> {
  const { shutdownMs } = tunables.limits;
  return new Promise((resolve, reject) => {
    let isStopping = false;
    const onSignal = () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      const late = setTimeout(() => process.exit(1), shutdownMs).unref();
      const half = new AbortController();
      const impatient = setTimeout(() => half.abort(), shutdownMs / 2).unref();
      stop({ halfTime: half.signal })
        .finally(() => {
          clearTimeout(late);
          clearTimeout(impatient);
        })
        .then(resolve, reject);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    // The terminal of a server was closed.
    process.on('SIGHUP', onSignal);
  });
}
