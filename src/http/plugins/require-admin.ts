import type { FastifyInstance } from 'fastify';
import { AppError } from '../../core/errors.ts';

/**
 * Every route registered beside this hook is for administrators of the caller's organisation. To anybody else it is
 * missing, whatever they ask of it: the hook runs before the request is even looked at. Needs `requireToken` before it.
 */
export function requireAdmin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (!request.person.isAdmin) throw new AppError('NOT_FOUND');
  });
}
