import { z } from 'zod';
import {
  clearSessionCookie,
  setPendingCookie,
  setSessionCookie,
  takePendingCookie,
} from '../plugins/session-cookie.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['sign-on'];

/** A place of our own page: a path, which no browser takes for another host. */
const ownPath = z
  .string()
  .max(1_000)
  .regex(/^\/(?![/\\])[^\\\s\p{Cc}]*$/u, 'a path of this server, such as /');

export const beginSignIn: Route = (api, services) => {
  api.get(
    '/v1/sign-in',
    {
      config: { showsPage: true },
      schema: {
        summary: 'Sends a browser to an issuer of the organisation to sign in',
        description: '`issuer` is its short name; `returnTo` a path of this server to come back to.',
        tags,
        security: [],
        querystring: z.strictObject({
          organisation: label.max(63),
          issuer: label.max(63),
          returnTo: ownPath.default('/'),
        }),
        response: { 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { organisation: org, issuer, returnTo } = request.query;
      const { redirect, pending } = await services.signOn.begin({ org, issuer, returnTo });
      setPendingCookie(reply, pending);
      return reply.header('cache-control', 'no-store').redirect(redirect.href);
    },
  );
};

export const finishSignIn: Route = (api, services) => {
  api.get(
    '/v1/sign-in/callback',
    {
      config: { showsPage: true },
      schema: {
        summary: 'Where an issuer sends the browser back; opens the session',
        tags,
        security: [],
        querystring: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        response: { 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const pending = takePendingCookie(request, reply);
      reply.header('cache-control', 'no-store');
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const { token, expiresAt, returnTo } = await services.signOn.finish({ pending, query });
      setSessionCookie(reply, token, expiresAt);
      return reply.redirect(returnTo);
    },
  );
};

export const signOut: Route = (api, services) => {
  api.post(
    '/v1/sign-out',
    {
      schema: {
        summary: 'Ends the session of this request, in a browser or of the assistant',
        description: 'Send the browser to `redirect`, so that the issuer ends its session too.',
        tags,
        response: { 200: z.object({ redirect: z.string().nullable() }), ...problems },
      },
    },
    async (request, reply) => {
      const redirect = await services.signOn.end(request.credentials);
      clearSessionCookie(reply);
      return reply.header('cache-control', 'no-store').send({ redirect: redirect?.href ?? null });
    },
  );
};
