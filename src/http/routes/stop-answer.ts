import { z } from 'zod';
import { answerParams } from '../schemas/answer-params.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

export const stopAnswer: Route = (api, services) => {
  api.post(
    '/v1/conversations/:id/messages/:messageId/stop',
    {
      schema: {
        summary: 'Ends an answer or a task that was asked to be resumable; what had streamed is kept',
        description: 'Its stream ends with the error `ANSWER_STOPPED`. One that has ended is left as it is.',
        tags: ['conversations'],
        params: answerParams,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id, messageId } = request.params;
      await services.answers.stop(request.within, { conversationId: id, messageId });
      return reply.code(204).send(null);
    },
  );
};
