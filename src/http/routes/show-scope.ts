import { z } from 'zod';
import { problems, scopeInQuery, scopeSummary } from '../schemas/common.ts';
import type { Route } from './route.ts';

const shown = scopeSummary.extend({
  newestAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When something last came to be found there; null where nothing is.' }),
});

export const showScope: Route = (api, services) => {
  api.get(
    '/v1/scope',
    {
      schema: {
        summary: 'What a question would be looked for in: documents that the caller may read, in numbers',
        description:
          '`space`, `folder` and `document`, each as often as wanted; several kinds narrow each other. What an answer tells of its scope, ' +
          'before it is asked for.',
        tags: ['search'],
        querystring: scopeInQuery,
        response: { 200: shown, ...problems },
      },
    },
    async (request) => {
      const { summary, newestAt } = await services.summariseScope(request.within, request.query);
      return { ...summary, newestAt: newestAt?.toISOString() ?? null };
    },
  );
};
