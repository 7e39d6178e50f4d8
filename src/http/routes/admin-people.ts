import { z } from 'zod';
import { attachment } from '../content-disposition.ts';
import { preferredLanguage } from '../language.ts';
import { presentReceipt } from '../presenters/present-receipt.ts';
import { problems } from '../schemas/common.ts';
import { receipt } from '../schemas/lifecycle.ts';
import { zipFiles } from '../zip-files.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const params = z.object({ id: z.string().max(200) });

export const exportPerson: Route = (api, services) => {
  api.get(
    '/v1/admin/people/:id/export',
    {
      schema: {
        summary: 'All that is kept of a person, as a ZIP of JSON lines and Markdown',
        description:
          'Answers, questions, titles and comments that rest on documents, or versions, that the caller may not read are left out; the manifest says how many.',
        tags,
        params,
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const files = await services.lifecycle.exportPerson(request.within, id, preferredLanguage(request));
      return reply
        .header('content-disposition', attachment(`sourcier-${id}.zip`))
        .header('cache-control', 'private, no-store')
        .type('application/zip')
        .send(await zipFiles(files));
    },
  );
};

export const erasePerson: Route = (api, services) => {
  api.delete(
    '/v1/admin/people/:id/data',
    {
      schema: {
        summary: 'Erases conversations, feedback and comments of a person, and what ties records to them',
        description:
          'The person stays in the organisation, and documents that they added are the organisation’s.',
        tags,
        params,
        response: { 200: receipt, ...problems },
      },
    },
    async (request) =>
      presentReceipt(await services.lifecycle.erasePerson(request.within, request.params.id)),
  );
};
