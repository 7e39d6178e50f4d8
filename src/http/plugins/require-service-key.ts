import type { FastifyInstance } from 'fastify';
import type { ServiceCaller, ServiceScope } from '../../core/access/service-key.ts';
import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The program that calls, on routes of programs only. */
    service: ServiceCaller;
  }
}

/**
 * Every route registered beside this hook needs a live service key with this scope (`null`: with any), and takes no person's
 * token; no handler runs before it. A key without the scope is told so, since who made it knows what it is for: 403.
 */
export function requireServiceKey(
  app: FastifyInstance,
  services: Pick<Services, 'authenticateService'>,
  scope: ServiceScope | null,
): void {
  app.decorateRequest('service');
  app.addHook('onRequest', async (request) => {
    request.service = await services.authenticateService(request.headers.authorization);
    if (scope !== null && !request.service.scopes.includes(scope))
      throw new AppError('FORBIDDEN', { detail: `The service key lacks the scope ${scope}.` });
  });
}
