import type { FastifyInstance } from 'fastify';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { ConfirmCaller } from '../../core/access/watch-rights.ts';
import { AppError } from '../../core/errors.ts';
import type { Person } from '../../ports/access-repository.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    person: Person;
    /** What the caller may read, resolved anew for each request. */
    within: AccessFilter;
    /** Looks at the token again, for what takes longer than a moment. */
    confirm: ConfirmCaller;
  }
}

/** Every route registered beside this hook needs a valid token; no handler runs before it (R22). */
export function requireToken(app: FastifyInstance, services: Services): void {
  app.decorateRequest('person');
  app.decorateRequest('within');
  app.decorateRequest('confirm');
  app.addHook('onRequest', async (request) => {
    const { authorization } = request.headers;
    const person = await services.authenticate(authorization);
    request.person = person;
    request.within = await services.authorise(person);
    request.confirm = async () => {
      const now = await services.confirm(authorization);
      if (now.org !== person.org || now.id !== person.id) throw new AppError('TOKEN_INVALID');
    };
  });
}
