import type { FastifyInstance } from 'fastify';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { Person } from '../../ports/access-repository.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    person: Person;
    /** What the caller may read, resolved anew for each request. */
    within: AccessFilter;
  }
}

/** Every route registered beside this hook needs a valid token; no handler runs before it (R22). */
export function requireToken(app: FastifyInstance, services: Services): void {
  app.decorateRequest('person');
  app.decorateRequest('within');
  app.addHook('onRequest', async (request) => {
    request.person = await services.authenticate(request.headers.authorization);
    request.within = await services.authorise(request.person);
  });
}
