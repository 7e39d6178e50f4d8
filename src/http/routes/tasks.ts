import { z } from 'zod';
import { wholeAnswer } from '../../core/conversation/whole-answer.ts';
import { tasks } from '../../core/tasks/task.ts';
import { leavingOf } from '../leaving.ts';
import { presentAnswer } from '../presenters/present-passage.ts';
import { label, problems, typedText } from '../schemas/common.ts';
import { answerReply, resumable, sendAnswer } from './ask.ts';
import type { Route } from './route.ts';

const body = z.strictObject({
  task: z.enum(tasks),
  documents: z.array(label.max(100)).min(1).max(5).meta({
    description: '`summarise`: 1, `compare`: 2 to 5, `extract` and `draft`: 1 to 5.',
  }),
  instruction: typedText.optional().meta({ description: '`draft` needs one: what the note is for.' }),
  language: z.enum(['fr', 'en']).optional(),
  conversationId: z.string().max(100).optional(),
  provider: z.string().max(100).optional(),
  stream: z.boolean().default(true),
  resumable,
});

export const runTask: Route = (api, services) => {
  api.post(
    '/v1/tasks',
    {
      schema: {
        summary:
          'A summary, a comparison, decisions and deadlines, or a note, from named documents, with sources',
        description:
          'Server-sent events as those of `/v1/ask`, with `progress` (`{step, of}`) before them, ' +
          'or with `stream: false` the object that `done` carries.',
        tags: ['ask'],
        body,
        response: { 200: answerReply, ...problems },
      },
    },
    async (request, response) => {
      const { stream, resumable, ...asked } = request.body;
      const { confirm } = request;
      const work = (signal: AbortSignal) => services.runTask(request.within, { ...asked, confirm, signal });
      const left = leavingOf(response);
      const { stopping } = api;
      if (!stream) return presentAnswer(await wholeAnswer(work(AbortSignal.any([left, stopping]))));
      const options = { left, stopping, resumable };
      return sendAnswer(response, services.answers.start(request.within, work, options), left);
    },
  );
};
