import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { contentPolicy } from './content-policy.ts';

export type Page = {
  /** The first part of its addresses, with a `/` at its end. */
  readonly prefix: string;
  /** Its built files. */
  readonly folder: string;
  /** Origins of the pages that may hold it in a frame and load its scripts, `'self'` for our own. Absent: none. */
  readonly embeddedIn?: readonly string[];
  /** It holds pages of our own origin in frames. */
  readonly embeds?: boolean;
};

/**
 * Gives the files of a page under its addresses, and its `index.html` at their root. Where it may be embedded, it says so to
 * the browser by exact origins: the frame by the content policy, scripts by CORS, never with credentials.
 */
export async function servePage(app: FastifyInstance, page: Page): Promise<void> {
  const { prefix, folder, embeddedIn = [], embeds = false } = page;
  const policy = contentPolicy({ frameSrc: embeds ? ["'self'"] : [], frameAncestors: embeddedIn });
  await app.register(async (files) => {
    files.addHook('onRequest', async (request, reply) => {
      reply.header('content-security-policy', policy);
      if (embeddedIn.length === 0) return;
      // It knows one origin alone, and would forbid what the policy allows to browsers that know both.
      reply.removeHeader('x-frame-options');
      reply.header('vary', 'origin');
      const { origin } = request.headers;
      if (origin !== undefined && embeddedIn.includes(origin))
        reply.header('access-control-allow-origin', origin);
    });
    await files.register(fastifyStatic, { root: folder, prefix, redirect: true, decorateReply: false });
  });
}
