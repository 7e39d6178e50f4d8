import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { type ReasonCode, reasons } from '../../core/reasons.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { preferredLanguage } from '../language.ts';
import { presentFailedDocument, presentUnreadCount } from '../presenters/present-failed-document.ts';
import { label, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const reasonCode = z.enum(Object.keys(reasons) as [ReasonCode, ...ReasonCode[]]);
const space = label.max(100).optional();
const reason = z.object({ code: z.string(), text: z.string() });

const failure = z.object({
  id: z.string(),
  space: z.string(),
  version: z.int(),
  reason,
  failedAt: z.iso.datetime(),
  title: z.string().nullable().meta({ description: 'As `path`: null where the caller may not read it.' }),
  path: z.string().nullable(),
});

const counts = z
  .array(z.object({ state: z.enum(['failed', 'skipped']), reason, documents: z.int() }))
  .meta({ description: 'All that has no text, of the organisation or of the space, whatever the page.' });

/** The last document of a page. */
const place = z.strictObject({ failedAt: z.iso.datetime(), id: z.uuid() });

/** By id, where one that is no id is a document that is not there; or all that failed for one reason. */
const which = z.union([
  z.strictObject({ documents: z.array(label.max(200)).min(1).max(tunables.limits.pageSize) }),
  z.strictObject({ reason: reasonCode, space }),
]);

export const listFailedDocuments: Route = (api, services) => {
  api.get(
    '/v1/admin/failed-documents',
    {
      schema: {
        summary: 'Documents that could not be read, latest first, and how many have no text for each reason',
        tags: ['administration'],
        querystring: z.strictObject({ ...page, reason: reasonCode.optional(), space }),
        response: {
          200: z.object({ documents: z.array(failure), counts, nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, ...among } = request.query;
      const after = placeIn(cursor, place);
      const found = await services.failures.list(request.within, {
        ...among,
        limit: limit + 1,
        ...(after && { after: { failedAt: new Date(after.failedAt), id: after.id } }),
      });
      const { rows, nextCursor } = pageOf(found.failed, limit, ({ failedAt, id }) => ({
        failedAt: failedAt.toISOString(),
        id,
      }));
      const language = preferredLanguage(request);
      return {
        documents: rows.map((document) => presentFailedDocument(document, language)),
        counts: found.counts.map((count) => presentUnreadCount(count, language)),
        nextCursor,
      };
    },
  );
};

export const retryFailedDocuments: Route = (api, services) => {
  api.post(
    '/v1/admin/failed-documents/retries',
    {
      schema: {
        summary: 'Tries documents that failed once more: some by id, or all that did for one reason',
        tags: ['administration'],
        body: which,
        response: { 202: z.object({ retried: z.int() }), ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const wanted = 'documents' in body ? { ids: body.documents } : body;
      return reply.code(202).send({ retried: await services.failures.retry(request.within, wanted) });
    },
  );
};
