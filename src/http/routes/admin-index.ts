import { z } from 'zod';
import type { RebuildSubject } from '../../ports/document-store.ts';
import { presentIndex } from '../presenters/present-index.ts';
import { label, problems } from '../schemas/common.ts';
import { documentCounts, rebuildSubject } from '../schemas/index-health.ts';
import { embedding } from '../schemas/provider.ts';
import type { Route } from './route.ts';

const tags = ['administration'];

const health = documentCounts.extend({
  spaces: z.array(
    documentCounts.extend({ id: z.string(), title: z.string(), assistantEnabled: z.boolean() }),
  ),
  lanes: z
    .array(z.object({ lane: z.enum(['rights', 'others']), jobs: z.int(), oldestSeconds: z.number() }))
    .meta({
      description: 'Work of the organisation that no worker was given yet; empty when there is none.',
    }),
  rebuilds: z
    .array(
      z.object({
        subject: rebuildSubject,
        askedAt: z.iso.datetime(),
        documents: z.int(),
        remaining: z.int().meta({ description: 'Not read anew yet.' }),
      }),
    )
    .meta({ description: 'What was asked to be read anew, the latest first, each subject once.' }),
  comparison: z.object({ comparedAt: z.iso.datetime(), differed: z.int() }).nullable().meta({
    description:
      'When index and database were last compared, and of how many documents they differed; it was mended.',
  }),
  embedding,
});

export const showIndex: Route = (api, services) => {
  api.get(
    '/v1/admin/index',
    {
      schema: {
        summary: 'How the index stands, by space: numbers alone',
        tags,
        response: { 200: health, ...problems },
      },
    },
    async (request) => presentIndex(await services.index.health(request.within)),
  );
};

const body = z.union([
  z.strictObject({ space: label.max(100) }),
  z.strictObject({ document: z.string().max(200) }),
  z.strictObject({}),
]);

export const rebuildIndex: Route = (api, services) => {
  api.post(
    '/v1/admin/index/rebuilds',
    {
      schema: {
        summary: 'Reads a document, the documents of a space, or all of them anew',
        description:
          'What can be found stays findable meanwhile; what could not be read is tried again. `GET /v1/admin/index` tells how far it is. Goes on by itself after an interruption.',
        tags,
        body,
        response: { 202: z.object({ subject: rebuildSubject, documents: z.int() }), ...problems },
      },
    },
    async (request, reply) => {
      const subject = subjectOf(request.body);
      const documents = await services.index.rebuild(request.within, subject);
      return reply.status(202).send({ subject: { ...subject }, documents });
    },
  );
};

function subjectOf(wanted: z.infer<typeof body>): RebuildSubject {
  if ('space' in wanted) return { kind: 'space', id: wanted.space };
  if ('document' in wanted) return { kind: 'document', id: wanted.document };
  return { kind: 'organisation' };
}
