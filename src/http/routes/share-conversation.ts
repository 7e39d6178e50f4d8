import { z } from 'zod';
import { presentShare } from '../presenters/present-conversation.ts';
import { label, problems } from '../schemas/common.ts';
import { share } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

const tags = ['conversations'];
const params = z.object({ id: z.string().max(200) });
const oneShare = params.extend({
  principal: label.max(200).meta({ description: '`user:`, `group:` or `space:` and an id.' }),
});

export const listShares: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id/shares',
    {
      schema: {
        summary: 'With whom one of the caller’s conversations is shared, latest first',
        tags,
        params,
        response: { 200: z.object({ shares: z.array(share) }), ...problems },
      },
    },
    async (request) => ({
      shares: (await services.sharing.list(request.within, request.params.id)).map(presentShare),
    }),
  );
};

export const shareConversation: Route = (api, services) => {
  api.put(
    '/v1/conversations/:id/shares/:principal',
    {
      schema: {
        summary: 'Shares one of the caller’s conversations as it is now; once more: with what was said since',
        description:
          'With a person of the organisation, or a group or space that the caller belongs to. Readers see no source that they may ' +
          'not read themselves, nor what rests on it.',
        tags,
        params: oneShare,
        response: { 200: share, ...problems },
      },
    },
    async (request) => {
      const { id, principal } = request.params;
      return presentShare(await services.sharing.share(request.within, id, principal));
    },
  );
};

export const unshareConversation: Route = (api, services) => {
  api.delete(
    '/v1/conversations/:id/shares/:principal',
    {
      schema: {
        summary: 'Takes a share back',
        tags,
        params: oneShare,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id, principal } = request.params;
      await services.sharing.unshare(request.within, id, principal);
      return reply.code(204).send(null);
    },
  );
};
