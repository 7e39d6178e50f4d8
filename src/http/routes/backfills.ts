import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type BackfillTrouble, backfillTroubles } from '../../core/workplace/backfill/backfill.ts';
import { type BackfillCaller, backfillInput } from '../../core/workplace/backfill/manage-backfills.ts';
import { sourceId } from '../../core/workplace/manage-sources.ts';
import { presentBackfill } from '../presenters/present-backfill.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const shown = z.object({
  id: z.string(),
  source: z.string(),
  spaces: z.array(z.string()).nullable().meta({ description: 'The only ones that are pulled; null: all.' }),
  phase: z.enum(['directory', 'items', 'sweep', 'done']),
  state: z.enum(['running', 'paused', 'failed', 'cancelled', 'done']),
  expected: z.int().nullable().meta({ description: 'Items that the workplace said it has.' }),
  listed: z.int(),
  changed: z.int(),
  removed: z.int(),
  unreadable: z.int(),
  problems: z.array(z.string()).meta({ description: 'Where lines do not follow the contract: examples.' }),
  trouble: z.enum(Object.keys(backfillTroubles) as [BackfillTrouble]).nullable(),
  remainingSeconds: z.int().nullable(),
  startedAt: z.string(),
  updatedAt: z.string(),
  endedAt: z.string().nullable(),
});
const params = z.object({ id: z.string() });

/** Pulls, for programs with the scope `backfills:write` below `/v1/backfills` and for administrators below `/v1/admin/backfills`. */
export function backfillRoutes(options: {
  readonly prefix: '/v1' | '/v1/admin';
  readonly callerOf: (request: FastifyRequest) => BackfillCaller;
}): readonly Route[] {
  const { callerOf } = options;
  const path = `${options.prefix}/backfills` as const;
  const tags = [options.prefix === '/v1' ? 'workplace' : 'administration'];

  const start: Route = (api, services) => {
    api.post(
      path,
      {
        schema: {
          summary: 'Pulls all that a source holds, or some of its spaces',
          description:
            'Goes on in the background, below live events, and survives a restart. What is not listed any more is removed at the end.',
          tags,
          body: backfillInput,
          response: { 202: shown, ...problems },
        },
      },
      async (request, reply) => {
        const started = await services.backfills.start(callerOf(request), request.body);
        return reply.code(202).send(presentBackfill(started));
      },
    );
  };

  const list: Route = (api, services) => {
    api.get(
      path,
      {
        schema: {
          summary: 'Pulls, the latest first',
          tags,
          querystring: z.object({
            source: sourceId.optional(),
            limit: z.coerce.number().int().min(1).max(100).default(20),
          }),
          response: { 200: z.object({ backfills: z.array(shown) }), ...problems },
        },
      },
      async (request) => {
        const { source = null, limit } = request.query;
        const backfills = await services.backfills.list(callerOf(request), { source, limit });
        return { backfills: backfills.map((one) => presentBackfill(one)) };
      },
    );
  };

  const show: Route = (api, services) => {
    api.get(
      `${path}/:id`,
      { schema: { summary: 'How far a pull has come', tags, params, response: { 200: shown, ...problems } } },
      async (request) => presentBackfill(await services.backfills.show(callerOf(request), request.params.id)),
    );
  };

  const change =
    (action: 'pause' | 'resume' | 'cancel', summary: string): Route =>
    (api, services) => {
      api.post(
        `${path}/:id/${action}`,
        {
          schema: {
            summary,
            tags,
            params,
            querystring: z.object({
              force: z.stringbool().default(false).meta({
                description: 'With resume: lets it remove more than half of what is known.',
              }),
            }),
            response: { 200: shown, ...problems },
          },
        },
        async (request) => {
          const { id } = request.params;
          return presentBackfill(
            await services.backfills.change(callerOf(request), id, action, request.query),
          );
        },
      );
    };

  return [
    start,
    list,
    show,
    change('pause', 'Pauses a pull where it is'),
    change('resume', 'Goes on with a pull that was paused, or that failed'),
    change('cancel', 'Ends a pull; what it applied stays'),
  ];
}
