import { z } from 'zod';
import { contractId } from '../../core/contract/envelope.ts';
import { itemStates } from '../../core/contract/receipts.ts';
import { sourceId } from '../../core/workplace/manage-sources.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** Needs a service key that may read items. */
export const showItem: Route = (api, services) => {
  api.get(
    '/v1/items/:id',
    {
      schema: {
        summary: 'How far a document of the workplace has come',
        description:
          '`id` is the document’s at the workplace (percent-encoded). `source` is needed for a key that is bound to none, where there are several.',
        tags: ['workplace'],
        params: z.object({ id: contractId }),
        querystring: z.object({ source: sourceId.optional() }),
        response: {
          200: z.object({
            id: z.string(),
            source: z.string(),
            documentId: z.string(),
            state: z.enum(itemStates),
            reason: z.string().nullable(),
            contentVersion: z.int(),
            aclVersion: z.int(),
            indexedVersion: z.int().nullable().meta({
              description: 'The content version that people find; null: none at this moment.',
            }),
            attempts: z
              .int()
              .meta({ description: 'How often reading it broke off; fetching is not counted.' }),
            lagSeconds: z.int().nullable(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const item = await services.showItem(request.service, { id, source: request.query.source });
      const { tries, ...shown } = item;
      const isFound = item.state === 'indexed' || item.state === 'embedding';
      return { ...shown, attempts: tries, indexedVersion: isFound ? item.contentVersion : null };
    },
  );
};
