import { lateCheckReply, lateCheckRequest } from '../../core/workplace/late-check.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** Needs a service key that may check rights. */
export const checkRights: Route = (api, services) => {
  api.post(
    '/v1/checks',
    {
      schema: {
        summary: 'Which of these documents somebody may read at this moment',
        description:
          'In the shape of XWiki’s late authorisation: `{documentId: true | false}` for each id that was asked about. Ids are those of ' +
          'Sourcier, or of the source that the service key is bound to. Nobody known by these names: all false.',
        tags: ['workplace'],
        body: lateCheckRequest,
        response: { 200: lateCheckReply, ...problems },
      },
    },
    async (request) => services.checkRights(request.service, request.body),
  );
};
