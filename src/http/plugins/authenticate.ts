import type { FastifyInstance } from 'fastify';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { ConfirmCaller } from '../../core/access/watch-rights.ts';
import type { Person } from '../../ports/access-repository.ts';
import type { Services } from '../services.ts';
import { credentialsOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request was let in by, as an `Authorization` header. */
    credentials: string | undefined;
    person: Person;
    /** What the caller may read, resolved anew for each request. */
    within: AccessFilter;
    /** Looks again whether the caller may be served, for what takes longer than a moment (R07). */
    confirm: ConfirmCaller;
  }
}

/** Every route registered beside this hook needs a valid token, or the session of a cookie; no handler runs before it (R22). */
export function requireToken(app: FastifyInstance, services: Services): void {
  app.decorateRequest('credentials');
  app.decorateRequest('person');
  app.decorateRequest('within');
  app.decorateRequest('confirm');
  app.addHook('onRequest', async (request) => {
    const credentials = credentialsOf(request, services.publicUrl);
    const person = await services.authenticate(credentials);
    request.credentials = credentials;
    request.person = person;
    request.within = await services.authorise(person);
    request.confirm = () => services.confirm(credentials, person);
  });
}
