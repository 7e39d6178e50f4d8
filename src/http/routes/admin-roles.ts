import { z } from 'zod';
import type { PersonWithRoles } from '../../ports/access-repository.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];

const person = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.boolean(),
  admin: z.boolean(),
  auditor: z.boolean(),
});

export const listRoles: Route = (api, services) => {
  api.get(
    '/v1/admin/roles',
    {
      schema: {
        summary: 'People who have a role in the organisation; for its owners',
        tags,
        response: { 200: z.object({ people: z.array(person) }), ...problems },
      },
    },
    async ({ person: { org } }) => ({ people: (await services.roles.list(org)).map(present) }),
  );
};

export const setRoles: Route = (api, services) => {
  api.put(
    '/v1/admin/roles/:user',
    {
      schema: {
        summary: 'Says whether somebody is an administrator or an auditor; for owners of the organisation',
        description: 'From their next request on. No role lets anybody read a document.',
        tags,
        params: z.object({ user: z.string().max(200) }),
        body: z.strictObject({ admin: z.boolean(), auditor: z.boolean() }),
        response: { 200: person, ...problems },
      },
    },
    async (request) => {
      const { admin: isAdmin, auditor: isAuditor } = request.body;
      const { org, id } = request.person;
      return present(await services.roles.set(org, request.params.user, { isAdmin, isAuditor }, id));
    },
  );
};

function present({ id, name, isOwner, isAdmin, isAuditor }: PersonWithRoles) {
  return { id, name, owner: isOwner, admin: isAdmin, auditor: isAuditor };
}
