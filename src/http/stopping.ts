import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { tunables } from '../../config/tunables.ts';
import { AppError } from '../core/errors.ts';
import type { Services } from './services.ts';

const { sweepMs } = tunables.limits;

declare module 'fastify' {
  interface FastifyInstance {
    /** Fires when the server is about to close: what goes on then ends with a word, and people know that they may ask again (R87). */
    readonly stopping: AbortSignal;
  }
}

/** Gives the application its `stopping`. It closes once all that outlives its listeners is kept. */
export function announceStopping(app: FastifyInstance, { answers }: Pick<Services, 'answers'>): void {
  const stopping = new AbortController();
  app.decorate('stopping', stopping.signal);
  const openSince = new Map<Socket, number>();
  app.server.on('connection', (socket) => {
    openSince.set(socket, performance.now());
    socket.once('close', () => openSince.delete(socket));
  });
  /** What nothing else would close: Node holds a connection that never said anything for busy, and browsers open some in case they are needed. */
  const closeUnused = () => {
    const before = performance.now() - sweepMs;
    for (const [socket, since] of openSince) if (socket.bytesRead === 0 && since <= before) socket.destroy();
    // Their clients keep these open after the last reply.
    app.server.closeIdleConnections();
  };
  let sweeping: NodeJS.Timeout | undefined;
  app.addHook('preClose', () => {
    stopping.abort(new AppError('STOPPING'));
    closeUnused();
    // Again, as replies end and connections come: it listens until all answers are kept.
    sweeping = setInterval(closeUnused, sweepMs).unref();
    return answers.settled();
  });
  // Also of an application that never listened, whose server tells of no end.
  app.addHook('onClose', async () => clearInterval(sweeping));
}
