import { z } from 'zod';
import { preferredLanguage } from '../language.ts';
import {
  clearSessionCookie,
  setPendingCookie,
  setSessionCookie,
  takePendingCookie,
} from '../plugins/session-cookie.ts';
import { choicePage } from '../presenters/plain-page.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['sign-on'];

const signInAddress = (query: Readonly<Record<string, string>>): string =>
  `/v1/sign-in?${new URLSearchParams(query)}`;

/** A place of our own page: a path, which no browser takes for another host. */
const ownPath = z
  .string()
  .max(1_000)
  .regex(/^\/(?![/\\])[^\\\s\p{Cc}]*$/u, 'a path of this server, such as /');

export const listSignInServices: Route = (api, services) => {
  api.get(
    '/v1/sign-in/services',
    {
      schema: {
        summary: 'Where people sign in with a browser: the services that the operator shows to anybody',
        description:
          'Nothing of the organisations behind them. Send the browser to `address`; `returnTo` may be added: a path of this server to come back to.',
        tags,
        security: [],
        response: {
          200: z.object({
            services: z.array(z.object({ id: z.string(), name: z.string(), address: z.string() })),
          }),
          ...problems,
        },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      const found = await services.signOn.listServices();
      return {
        services: found.map(({ id, name }) => ({ id, name, address: signInAddress({ service: id }) })),
      };
    },
  );
};

const signInQuery = z
  .strictObject({
    service: label.max(63).optional(),
    organisation: label.max(63).optional(),
    issuer: label.max(63).optional(),
    returnTo: ownPath.default('/'),
  })
  .refine(
    ({ service, organisation, issuer }) =>
      service === undefined ? organisation !== undefined && issuer !== undefined : issuer === undefined,
    { error: 'a service, or an organisation and its issuer' },
  );

export const beginSignIn: Route = (api, services) => {
  api.get(
    '/v1/sign-in',
    {
      config: { showsPage: true },
      schema: {
        summary:
          'Sends a browser to sign in: with a service of the list, or with an issuer of an organisation',
        description:
          '`service` is its id; `organisation` chooses among those of the person. Or `organisation` and the short name of its `issuer`. `returnTo`: a path of this server to come back to.',
        tags,
        security: [],
        querystring: signInQuery,
        response: { 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { service, organisation: org, issuer = '', returnTo } = request.query;
      const at = service === undefined ? { org: org ?? '', issuer } : { service, org: org ?? null };
      const { redirect, pending } = await services.signOn.begin({ at, returnTo });
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
        description: 'Who belongs to several organisations gets a page to choose one first.',
        tags,
        security: [],
        querystring: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        response: { 200: z.string(), 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const pending = takePendingCookie(request, reply);
      reply.header('cache-control', 'no-store');
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const outcome = await services.signOn.finish({ pending, query });
      const { returnTo } = outcome;
      if ('organisations' in outcome) {
        const { service } = outcome;
        const choices = outcome.organisations.map(({ id: organisation, title }) => ({
          text: title,
          address: signInAddress({ service, organisation, returnTo }),
        }));
        return reply.type('text/html; charset=utf-8').send(choicePage(choices, preferredLanguage(request)));
      }
      setSessionCookie(reply, outcome.token, outcome.expiresAt);
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
