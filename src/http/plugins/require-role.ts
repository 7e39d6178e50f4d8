import type { FastifyInstance } from 'fastify';
import { AppError } from '../../core/errors.ts';
import type { Person } from '../../ports/access-repository.ts';

/**
 * Every route registered beside this hook is for people of the caller's organisation with this role. To anybody else it is
 * missing, whatever they ask of it: the hook runs before the request is even looked at. Needs `requireToken` before it.
 */
export function requireRole(app: FastifyInstance, has: (person: Person) => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (!has(request.person)) throw new AppError('NOT_FOUND');
  });
}
