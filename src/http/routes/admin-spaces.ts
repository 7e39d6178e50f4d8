import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

export const switchAssistant: Route = (api, services) => {
  api.put(
    '/v1/admin/spaces/:id/assistant',
    {
      schema: {
        summary: 'Excludes a space from the assistant, or opens it again',
        description:
          'Nothing of an excluded space is searched or sent from the reply on; its text, vectors and previews are removed, and read ' +
          'anew when it is open again.',
        tags: ['administration'],
        params: z.object({ id: z.string().max(200) }),
        body: z.strictObject({ enabled: z.boolean() }),
        response: {
          200: z.object({
            id: z.string(),
            assistantEnabled: z.boolean(),
            documents: z.int().meta({ description: 'How many were taken out, or are read anew.' }),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { enabled } = request.body;
      const documents = await services.switchSpace(request.within, id, enabled);
      return { id, assistantEnabled: enabled, documents };
    },
  );
};
