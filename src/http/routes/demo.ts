import { z } from 'zod';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const description = z.object({
  organisation: z.object({ id: z.string(), title: z.string() }),
  people: z.array(z.object({ id: z.string(), name: z.string(), role: z.string().nullable() })),
  questions: z.array(z.object({ text: z.string(), as: z.string() })),
});

/** Signing in without proof: registered only for the fictional organisation of the demo. */
export const demo: Route = (api, services) => {
  const { demo } = services;
  if (!demo) return;
  api.get(
    '/v1/demo',
    {
      schema: { summary: 'People and questions of the demo', tags: ['demo'], response: { 200: description } },
    },
    async () => ({
      organisation: demo.description.organisation,
      people: [...demo.description.people],
      questions: [...demo.description.questions],
    }),
  );
  api.post(
    '/v1/demo/sessions',
    {
      schema: {
        summary: 'A token for a person of the demo',
        tags: ['demo'],
        body: z.strictObject({ user: label.max(100) }),
        response: { 200: z.object({ token: z.string(), expiresAt: z.iso.datetime() }), ...problems },
      },
    },
    async (request) => {
      const { token, expiresAt } = await demo.signIn(request.body.user);
      return { token, expiresAt: expiresAt.toISOString() };
    },
  );
};
