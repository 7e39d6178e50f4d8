import { z } from 'zod';
import { presentSourceStatus } from '../presenters/present-source-status.ts';
import { label, problems } from '../schemas/common.ts';

import type { Route } from './route.ts';

const time = z.string().nullable();

export const showSourceStatus: Route = (api, services) => {
  api.get(
    '/v1/admin/sources/:id/status',
    {
      schema: {
        summary: 'Whether a source and what is known of it agree',
        description:
          'What it says that it holds (`said`) is compared with what is known, by space. What differs twice in a row is pulled again.',
        tags: ['administration'],
        params: z.object({ id: label.max(200) }),
        response: {
          200: z.object({
            comparedAt: time,
            agreedAt: time.meta({ description: 'When everything that was compared agreed last.' }),
            behindSince: time.meta({ description: 'Since when sequences that were given out are missing.' }),
            directoryPulledAt: time,
            receiptsEndedAt: time.meta({ description: 'When it said that it wants no more receipts (410).' }),
            differences: z.array(
              z.object({
                space: z.string(),
                since: z.string(),
                seenAt: z.string(),
                times: z.int(),
                known: z.int(),
                said: z.int(),
                repairedAt: time,
              }),
            ),
          }),
          ...problems,
        },
      },
    },
    async (request) => presentSourceStatus(await services.sources.status(request.within, request.params.id)),
  );
};
