import { z } from 'zod';
import { presentReceipt } from '../presenters/present-receipt.ts';
import { problems } from '../schemas/common.ts';
import { receipt } from '../schemas/lifecycle.ts';
import type { Route } from './route.ts';

export const eraseDocument: Route = (api, services) => {
  api.delete(
    '/v1/admin/documents/:id',
    {
      schema: {
        summary: 'Erases a document with its attachments from every store, and gives the receipt',
        description:
          'Text, vectors, files, renditions and answers that relied on it go at once; its source does not bring it back.',
        tags: ['administration'],
        params: z.object({ id: z.string().max(200) }),
        response: { 200: receipt, ...problems },
      },
    },
    async (request) =>
      presentReceipt(await services.lifecycle.eraseDocument(request.within, request.params.id)),
  );
};
