import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../core/errors.ts';
import type { Services } from './services.ts';

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
  const connections = new Set<Socket>();
  app.server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  app.addHook('preClose', () => {
    stopping.abort(new AppError('STOPPING'));
    // Browsers open some in case they are needed. Node holds one that never said anything for busy, and would wait for it.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    return answers.settled();
  });
  // A connection that has its last reply only now is kept open by its client: nothing else would close it.
  app.addHook('onResponse', async () => {
    if (stopping.signal.aborted) app.server.closeIdleConnections();
  });
}
