import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const { shown, mostShown } = tunables.suggestions;

const limit = z.coerce.number().int().min(1).max(mostShown).default(shown);
const querystring = z.union(
  [
    z.strictObject({ document: z.string().max(200), limit }),
    z.strictObject({ space: label.max(100), limit }),
  ],
  { error: 'document or space: one of them' },
);

export const listSuggestions: Route = (api, services) => {
  api.get(
    '/v1/suggestions',
    {
      schema: {
        summary: 'Questions that a document, or the latest documents of a space, answer',
        description:
          'Made of the documents’ own words when they were read, without a model, in the language of each. Empty where there is nothing that the caller may read.',
        tags: ['documents'],
        querystring,
        response: {
          200: z.object({
            suggestions: z.array(
              z.object({ text: z.string(), documentId: z.string(), language: z.enum(['fr', 'en']) }),
            ),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit: most, ...about } = request.query;
      return { suggestions: [...(await services.library.suggest(request.within, about, most))] };
    },
  );
};
