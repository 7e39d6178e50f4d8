import type { FastifyInstance } from 'fastify';
import type { DocumentView } from '../../ports/library.ts';
import type { Services } from '../services.ts';
import { credentialsOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the link of the address opens, on routes of links only. */
    linked: DocumentView;
  }
}

/**
 * Every route registered beside this hook opens what the link in its path is for, and takes no token, though one that comes along
 * must be its person's (R18). No handler runs before it. Pages of any origin may show what they have a link for.
 */
export function requireLink(app: FastifyInstance, services: Pick<Services, 'library' | 'publicUrl'>): void {
  app.decorateRequest('linked');
  app.decorateRequest('within');
  app.addHook('onRequest', async (request, reply) => {
    const { link } = request.params as { readonly link: string };
    const authorization = credentialsOf(request, services.publicUrl);
    const opened = await services.library.openLink(link, authorization);
    request.within = opened.within;
    request.linked = opened.document;
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('content-security-policy', "default-src 'none'; img-src 'self'; sandbox")
      .removeHeader('x-frame-options');
  });
}
