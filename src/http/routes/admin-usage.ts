import { z } from 'zod';
import { usageGroupings } from '../../ports/budget-repository.ts';
import { presentUsage, usageAsCsv } from '../presenters/present-budget.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const row = z.object({
  day: z.iso.date().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  space: z.string().nullable(),
  user: z.string().nullable(),
  requests: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  costEuro: z.number().nullable(),
  energyWh: z.number().nullable(),
  estimated: z.int(),
});

const querystring = z.strictObject({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  by: z
    .string()
    .max(100)
    .default('day,provider,model')
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(usageGroupings)).max(usageGroupings.length)),
  format: z.enum(['json', 'csv']).default('json'),
});

export const showUsage: Route = (api, services) => {
  api.get(
    '/v1/admin/usage',
    {
      schema: {
        summary: 'What answers took: requests, tokens, euros, energy',
        description:
          '`by` lists what to sum up by, apart by commas: `day`, `provider`, `model`, `space`, `user` (a pseudonym). Days are those ' +
          'of Paris, the last 30 unless `from` and `to` say others. An answer asked in two spaces is in the rows of both. ' +
          '`costEuro` is of what has a price. `format=csv` gives a file.',
        tags: ['administration'],
        querystring,
        response: {
          200: z.object({ from: z.iso.date(), to: z.iso.date(), usage: z.array(row) }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { format, ...asked } = request.query;
      const { from, to, rows } = await services.budgets.usage(request.within.org, asked);
      if (format === 'json') return { from, to, usage: rows.map(presentUsage) };
      const name = `sourcier-usage-${from}-${to}.csv`;
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`);
      // A text goes out as it is; the schema above is that of JSON.
      return reply.send(usageAsCsv(rows) as never);
    },
  );
};
