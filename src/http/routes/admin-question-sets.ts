import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { setId } from '../../core/evaluation/manage-sets.ts';
import type { QuestionSet } from '../../core/evaluation/run.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
/** Any text: one that is no id is a set that is not there. */
const params = z.object({ id: z.string() });
const card = { id: z.string(), title: z.string(), savedAt: z.iso.datetime() };
const set = z.object({
  ...card,
  questions: z.array(z.looseObject({ id: z.string(), question: z.string() })).meta({
    description: 'As the suite says them: see docs/evaluation.md.',
  }),
});

export const listQuestionSets: Route = (api, services) => {
  api.get(
    '/v1/admin/question-sets',
    {
      schema: {
        summary: 'Sets of questions that the organisation is measured by',
        tags,
        response: {
          200: z.object({
            sets: z.array(z.object({ ...card, questions: z.int(), unanswerable: z.int() })),
          }),
          ...problems,
        },
      },
    },
    async (request) => ({
      sets: (await services.evaluations.listSets(request.within)).map(({ savedAt, ...one }) => ({
        ...one,
        savedAt: savedAt.toISOString(),
      })),
    }),
  );
};

export const showQuestionSet: Route = (api, services) => {
  api.get(
    '/v1/admin/question-sets/:id',
    {
      schema: {
        summary: 'A set with its questions',
        tags,
        params,
        response: { 200: set, ...problems },
      },
    },
    async (request) => present(await services.evaluations.findSet(request.within, request.params.id)),
  );
};

export const saveQuestionSet: Route = (api, services) => {
  api.put(
    '/v1/admin/question-sets/:id',
    {
      // A character takes four bytes at most, and JSON may write each of them in six.
      bodyLimit: 6 * tunables.evaluation.setCharacters,
      schema: {
        summary: 'Saves a set in place of the one before; runs over that one stay as they are',
        tags,
        params: z.object({ id: setId }),
        body: z.strictObject({
          text: z.string().min(1).max(tunables.evaluation.setCharacters).meta({
            description: 'A suite, in YAML or JSON lines: see docs/evaluation.md. Its corpus does not count.',
          }),
        }),
        response: { 200: set, ...problems },
      },
    },
    async (request) =>
      present(await services.evaluations.saveSet(request.within, request.params.id, request.body.text)),
  );
};

export const removeQuestionSet: Route = (api, services) => {
  api.delete(
    '/v1/admin/question-sets/:id',
    {
      schema: {
        summary: 'Removes a set; runs over it stay',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.evaluations.removeSet(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

function present({ id, title, questions, savedAt }: QuestionSet) {
  return { id, title, questions: [...questions], savedAt: savedAt.toISOString() };
}
