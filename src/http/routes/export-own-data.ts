import { attachment } from '../content-disposition.ts';
import { preferredLanguage } from '../language.ts';
import { zipFiles } from '../zip-files.ts';
import type { Route } from './route.ts';

export const exportOwnData: Route = (api, services) => {
  api.get(
    '/v1/me/export',
    {
      schema: {
        summary: 'All that is kept of the caller, as a ZIP of JSON lines and Markdown',
        tags: ['conversations'],
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const { within } = request;
      const files = await services.lifecycle.exportPerson(within, within.user, preferredLanguage(request));
      return reply
        .header('content-disposition', attachment(`sourcier-${within.user}.zip`))
        .header('cache-control', 'private, no-store')
        .type('application/zip')
        .send(await zipFiles(files));
    },
  );
};
