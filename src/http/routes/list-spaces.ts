import { z } from 'zod';
import { sensitivities } from '../../core/document.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const space = z.object({
  id: z.string(),
  title: z.string(),
  sensitivity: z.enum(sensitivities),
  assistantEnabled: z
    .boolean()
    .meta({ description: 'False: its administrator excluded it, nothing of it is read or searched.' }),
});

export const listSpaces: Route = (api, services) => {
  api.get(
    '/v1/spaces',
    {
      schema: {
        summary: 'Spaces that the caller belongs to',
        tags: ['documents'],
        response: { 200: z.object({ spaces: z.array(space) }), ...problems },
      },
    },
    async (request) => ({ spaces: [...(await services.listSpaces(request.person))] }),
  );
};
