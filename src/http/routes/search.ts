import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { leavingOf } from '../leaving.ts';
import { presentResult } from '../presenters/present-passage.ts';
import { history, problems, result, scope, scopeSummary, signals, typedText } from '../schemas/common.ts';
import type { Route } from './route.ts';

const { limits } = tunables;

const body = z.strictObject({
  query: typedText,
  limit: z.int().min(1).max(limits.searchResults).default(10),
  scope: scope.optional(),
  history: history.optional(),
  passagesPerDocument: z.int().min(1).max(limits.searchResults).optional(),
});

const reply = z.object({
  results: z.array(result),
  rewrittenQuery: z
    .string()
    .optional()
    .meta({ description: 'What was searched, when the query leaned on its history.' }),
  scope: scopeSummary,
  signals,
  tookMs: z.number(),
});

export const search: Route = (api, services) => {
  api.post(
    '/v1/search',
    {
      schema: {
        summary:
          'Passages that the caller may read, best first, at most one per document unless asked otherwise',
        tags: ['search'],
        body,
        response: { 200: reply, ...problems },
      },
    },
    async (request, response) => {
      const { query, limit, scope: within, passagesPerDocument, history: before = [] } = request.body;
      const found = await services.search(request.within, {
        query,
        limit,
        scope: within ?? {},
        signal: leavingOf(response),
        earlierQuestions: before.map(({ question }) => question),
        ...(passagesPerDocument !== undefined && { passagesPerDocument }),
      });
      return {
        results: found.passages.map((passage, index) => presentResult(passage, index + 1)),
        ...(found.rewrittenQuery !== null && { rewrittenQuery: found.rewrittenQuery }),
        scope: found.scope,
        signals: { ...found.judgement.signals },
        tookMs: found.tookMs,
      };
    },
  );
};
