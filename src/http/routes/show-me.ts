import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const named = z.object({ id: z.string(), title: z.string() });

const me = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable().meta({ description: 'What they do in the organisation.' }),
  organisation: named,
  admin: z.boolean(),
  auditor: z.boolean(),
  owner: z.boolean(),
  animates: z.array(named).meta({ description: 'Spaces that the workplace has them look after.' }),
});

export const showMe: Route = (api, services) => {
  api.get(
    '/v1/me',
    {
      schema: {
        summary: 'Who the caller is, and what they are to the organisation and its spaces',
        tags: ['documents'],
        response: { 200: me, ...problems },
      },
    },
    async ({ person }) => {
      const { organisation, animates } = await services.belonging(person);
      const { id, name, title, isAdmin: admin, isAuditor: auditor, isOwner: owner } = person;
      return {
        ...{ id, name, title, organisation: { id: person.org, title: organisation } },
        ...{ admin, auditor, owner, animates: [...animates] },
      };
    },
  );
};
