import type { FastifyReply } from 'fastify';

/**
 * Fires as soon as the client has left, or has its reply whole, so that nothing goes on for nobody. To be asked for before
 * anything is waited for.
 */
export function leavingOf({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.on('close', () => left.abort());
  // Who left before this moment is not told of any more.
  if (raw.destroyed) left.abort();
  return left.signal;
}
