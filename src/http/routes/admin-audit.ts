import { z } from 'zod';
import { pageOf, placeIn } from '../cursor.ts';
import { preferredLanguage } from '../language.ts';
import { presentAuditRecord, presentChainReport } from '../presenters/present-audit.ts';
import { label, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const mark = z.strictObject({ sequence: z.int().min(0), hash });

const record = z.object({
  organisation: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.string().nullable().meta({ description: 'A pseudonym; null: the operator.' }),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  previousHash: hash,
  contentHash: hash,
  hash,
});

const report = z.object({
  intact: z.boolean(),
  records: z.int(),
  head: mark,
  dropped: mark.meta({ description: 'The last record that retention has dropped.' }),
  fault: z
    .object({
      code: z.enum(['RECORD_ALTERED', 'RECORD_REMOVED', 'RECORD_UNLINKED', 'RECORD_INSERTED']),
      sequence: z.int().nullable(),
      text: z.string(),
    })
    .nullable()
    .meta({ description: 'The first place where the chain is not as it was written.' }),
});

const querystring = z.strictObject({
  ...page,
  order: z.enum(['latest', 'oldest']).default('latest'),
  action: label.max(100).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional().meta({ description: 'Up to this moment, without it.' }),
});

/** The last record of a page. */
const place = z.strictObject({ sequence: z.string().regex(/^\d{1,15}$/) });

export const listAudit: Route = (api, services) => {
  api.get(
    '/v1/admin/audit',
    {
      schema: {
        summary: 'What was answered and changed in the organisation: ids, codes and numbers',
        tags,
        querystring,
        response: {
          200: z.object({ records: z.array(record), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, order, action, since, until } = request.query;
      const after = placeIn(cursor, place);
      const found = await services.audit.list(request.within, {
        limit: limit + 1,
        order,
        ...(after && { after: Number(after.sequence) }),
        ...(action !== undefined && { action }),
        ...(since !== undefined && { since: new Date(since) }),
        ...(until !== undefined && { until: new Date(until) }),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ sequence }) => ({ sequence: String(sequence) }));
      return { records: rows.map(presentAuditRecord), nextCursor };
    },
  );
};

export const verifyAudit: Route = (api, services) => {
  api.post(
    '/v1/admin/audit/verification',
    {
      schema: {
        summary: 'Tells whether the audit is what was written, and else where it is not',
        tags,
        body: z
          .strictObject({
            known: mark.optional().meta({ description: 'A record that was kept elsewhere.' }),
          })
          .nullish(),
        response: { 200: report, ...problems },
      },
    },
    async (request) =>
      presentChainReport(
        await services.audit.verify(request.within, request.body?.known),
        preferredLanguage(request),
      ),
  );
};
