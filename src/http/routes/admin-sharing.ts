import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const sharing = z.strictObject({
  allowed: z
    .boolean()
    .meta({ description: 'False: nobody shares a conversation, nor reads one that is shared.' }),
});

export const showSharing: Route = (api, services) => {
  api.get(
    '/v1/admin/sharing',
    {
      schema: {
        summary: 'Whether people may share conversations',
        tags,
        response: { 200: sharing, ...problems },
      },
    },
    async (request) => ({ allowed: await services.sharing.isAllowed(request.within) }),
  );
};

export const changeSharing: Route = (api, services) => {
  api.put(
    '/v1/admin/sharing',
    {
      schema: {
        summary: 'Allows people to share conversations, or forbids it; what is shared already ends at once',
        tags,
        body: sharing,
        response: { 200: sharing, ...problems },
      },
    },
    async (request) => {
      await services.sharing.setAllowed(request.within, request.body.allowed);
      return request.body;
    },
  );
};
