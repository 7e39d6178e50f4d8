import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { presentResult } from '../presenters/present-passage.ts';
import { problems, result, scope, scopeSummary, typedText } from '../schemas/common.ts';
import type { Route } from './route.ts';

const body = z.strictObject({
  query: typedText,
  limit: z.int().min(1).max(tunables.limits.searchResults).default(10),
  scope: scope.optional(),
  passagesPerDocument: z.int().min(1).max(tunables.limits.searchResults).default(1),
});

const reply = z.object({ results: z.array(result), scope: scopeSummary, tookMs: z.number() });

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
    async (request) => {
      const { query, limit, scope: within, passagesPerDocument } = request.body;
      const found = await services.search(request.within, {
        query,
        limit,
        scope: within ?? {},
        passagesPerDocument,
      });
      return {
        results: found.passages.map((passage, index) => presentResult(passage, index + 1)),
        scope: found.scope,
        tookMs: found.tookMs,
      };
    },
  );
};
