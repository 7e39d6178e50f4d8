import { z } from 'zod';
import { launchInput } from '../../core/evaluation/manage-runs.ts';
import { attachment } from '../content-disposition.ts';
import { placeIn, toCursor } from '../cursor.ts';
import {
  presentComparison,
  presentRun,
  presentRunResult,
  presentSummary,
  resultsAsCsv,
  resultsAsJsonLines,
} from '../presenters/present-evaluation.ts';
import { page, problems } from '../schemas/common.ts';
import { comparison, run, runResult, runSummary } from '../schemas/evaluation.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
/** Any text: one that is no id is a run that is not there. */
const params = z.object({ id: z.string() });
const path = '/v1/admin/evaluation-runs';

export const launchRuns: Route = (api, services) => {
  api.post(
    path,
    {
      schema: {
        summary:
          'Asks the questions of a set in the background, in the name of somebody: a run for each variant',
        description:
          'Below people’s own questions, one at a time; it survives a restart. With the rights of the person; nothing is kept in ' +
          'their conversations, and who launches it pays. It stops when a budget has no room for an answer as usual.',
        tags,
        body: launchInput,
        response: { 202: z.object({ runs: z.array(run) }), ...problems },
      },
    },
    async (request, reply) => {
      const runs = await services.evaluations.launch(request.within, request.body);
      return reply.code(202).send({ runs: runs.map(presentRun) });
    },
  );
};

export const listRuns: Route = (api, services) => {
  api.get(
    path,
    {
      schema: {
        summary: 'Runs, the latest first, with how far each has come',
        tags,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: { 200: z.object({ runs: z.array(run) }), ...problems },
      },
    },
    async (request) => ({
      runs: (await services.evaluations.list(request.within, request.query.limit)).map(presentRun),
    }),
  );
};

export const showRun: Route = (api, services) => {
  api.get(
    `${path}/:id`,
    {
      schema: {
        summary: 'A run with the figures of the questions that the caller may see',
        description:
          'A question whose reply rests on a document that the caller may not read is `withheld`: neither its words nor its scores count.',
        tags,
        params,
        response: {
          200: z.object({ run, summary: runSummary, withheld: z.int() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const shown = await services.evaluations.show(request.within, request.params.id);
      return { run: presentRun(shown.run), summary: presentSummary(shown.summary), withheld: shown.withheld };
    },
  );
};

/** The last result of a page. */
const place = z.strictObject({ ordinal: z.string().regex(/^\d{1,6}$/) });

export const listRunResults: Route = (api, services) => {
  api.get(
    `${path}/:id/results`,
    {
      schema: {
        summary: 'What each question of a run gave, of those that the caller may see',
        tags,
        params,
        querystring: z.strictObject(page),
        response: {
          200: z.object({ results: z.array(runResult), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const after = Number(placeIn(cursor, place)?.ordinal ?? -1);
      const { results } = await services.evaluations.show(request.within, request.params.id);
      const left = results.filter(({ ordinal }) => ordinal > after);
      const shown = left.slice(0, limit);
      const last = left.length > limit ? shown.at(-1) : undefined;
      return {
        results: shown.map(presentRunResult),
        nextCursor: last ? toCursor({ ordinal: `${last.ordinal}` }) : null,
      };
    },
  );
};

const formats = {
  csv: { type: 'text/csv; charset=utf-8', write: resultsAsCsv },
  jsonl: { type: 'text/plain; charset=utf-8', write: resultsAsJsonLines },
} as const;

export const exportRun: Route = (api, services) => {
  api.get(
    `${path}/:id/export`,
    {
      schema: {
        summary:
          'What a run gave as a file: for a spreadsheet, or as `results.jsonl` for `sourcier eval compare`',
        tags,
        params,
        querystring: z.strictObject({ format: z.enum(['csv', 'jsonl']).default('csv') }),
        response: { 200: z.string(), ...problems },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const { run: of, results } = await services.evaluations.show(request.within, request.params.id);
      const { type, write } = formats[format];
      const name = format === 'csv' ? `evaluation-${of.setId}-${of.id.slice(0, 8)}.csv` : 'results.jsonl';
      return reply
        .header('content-disposition', attachment(name))
        .header('cache-control', 'private, no-store')
        .type(type)
        .serializer((text) => String(text))
        .send(write(results));
    },
  );
};

const change =
  (action: 'cancel' | 'resume', summary: string): Route =>
  (api, services) => {
    api.post(
      `${path}/:id/${action}`,
      { schema: { summary, tags, params, response: { 200: run, ...problems } } },
      async (request) =>
        presentRun(await services.evaluations.change(request.within, request.params.id, action)),
    );
  };

export const cancelRun = change('cancel', 'Ends a run after its present question; what it has stays');
export const resumeRun = change('resume', 'Goes on with a run that was cancelled, or that stopped');

export const removeRun: Route = (api, services) => {
  api.delete(
    `${path}/:id`,
    {
      schema: {
        summary: 'Removes a run with its results',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.evaluations.remove(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

export const compareRuns: Route = (api, services) => {
  api.get(
    '/v1/admin/evaluation-comparison',
    {
      schema: {
        summary: 'What changed from one run to another, with 95 % intervals',
        description:
          'Over the questions that both runs asked in the same words and whose replies the caller may see; paired bootstrap over clusters.',
        tags,
        querystring: z.strictObject({ before: z.string(), after: z.string() }),
        response: { 200: comparison, ...problems },
      },
    },
    async (request) => presentComparison(await services.evaluations.compare(request.within, request.query)),
  );
};
