import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { trustLevels } from '../../core/trust.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const provider = z.object({
  id: z.string(),
  name: z.string(),
  model: z.string(),
  trust: z.enum(trustLevels).meta({ description: 'Who holds what it is sent.' }),
});

const spaces = z.array(label.max(100)).max(tunables.limits.scopeValues);

export const listAskableProviders: Route = (api, services) => {
  api.get(
    '/v1/providers',
    {
      schema: {
        summary: 'Who may be named as `provider` of a question or a task',
        description: '`space`, as often as wanted: those that may see what stands in these spaces.',
        tags: ['ask'],
        querystring: z.strictObject({
          space: z.preprocess((value) => (typeof value === 'string' ? [value] : value), spaces.default([])),
        }),
        response: { 200: z.object({ providers: z.array(provider) }), ...problems },
      },
    },
    async (request) => {
      const models = await services.answeringProviders(request.within, request.query.space);
      return {
        providers: models.map(({ id, provider: name, model, trust }) => ({ id, name, model, trust })),
      };
    },
  );
};
