import { z } from 'zod';
import { serviceScopes } from '../../core/access/service-key.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

export const showService: Route = (api) => {
  api.get(
    '/v1/service',
    {
      schema: {
        summary: 'What the service key of this request is for',
        description: 'For programs alone: lets whoever sets one up try its key without changing anything.',
        tags: ['programs'],
        response: {
          200: z.object({
            organisation: z.string(),
            scopes: z.array(z.enum(serviceScopes)),
            source: z.string().nullable(),
          }),
          ...problems,
        },
      },
    },
    async ({ service: { org, scopes, source } }) => ({ organisation: org, scopes: [...scopes], source }),
  );
};
