import type { FastifyInstance, FastifyReply } from 'fastify';
import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { Person } from '../../ports/access-repository.ts';
import type { Services } from '../services.ts';
import { credentialsOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    person: Person;
    /** What the caller may read, resolved anew for each request. */
    within: AccessFilter;
    /** What the request was let in by, as an `Authorization` header. */
    credentials: string | undefined;
  }
}

/** Every route registered beside this hook needs a valid token or session; no handler runs before it (R22). */
export function requireToken(app: FastifyInstance, services: Services): void {
  app.decorateRequest('person');
  app.decorateRequest('within');
  app.decorateRequest('credentials');
  app.addHook('onRequest', async (request, reply) => {
    const credentials = credentialsOf(request, services.publicUrl);
    const person = await services.authenticate(credentials);
    request.credentials = credentials;
    request.person = person;
    request.within = await services.authorise(person);
    cutUnless(reply, () => services.isStillServed(credentials, person));
  });
}

/**
 * Cuts the connection of a reply that takes long when its person may no longer be served: logged out, suspended or removed (R07).
 * A store that does not answer cuts nothing: what is read meanwhile asks it too, and fails by itself.
 */
function cutUnless({ raw }: FastifyReply, isStillServed: () => Promise<boolean>): void {
  // Who has left meanwhile is told of by no event any more.
  if (raw.destroyed) return;
  const timer = setInterval(() => {
    isStillServed().then(
      (served) => served || raw.destroy(),
      () => {},
    );
  }, tunables.sessions.recheckMs).unref();
  raw.once('close', () => clearInterval(timer));
}
