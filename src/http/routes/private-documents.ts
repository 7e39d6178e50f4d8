import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { sensitivities } from '../../core/document.ts';
import { preferredLanguage } from '../language.ts';
import { leavingOf } from '../leaving.ts';
import { withFormFile } from '../plugins/accept-forms.ts';
import { presentResult } from '../presenters/present-passage.ts';
import { presentPrivateDocument } from '../presenters/present-private-document.ts';
import { problems, result, typedText, warning } from '../schemas/common.ts';
import type { Route } from './route.ts';

const { limits, privateDocuments } = tunables;
const tags = ['private documents'];

/** Any text: one that is no id is a document that is not there. */
export const params = z.object({ id: z.string().max(200) });

/** A form field before the file; others are refused (R20). */
const fields = z.strictObject({ sensitivity: z.enum(sensitivities).default('SREN31') });

const privateDocument = z.object({
  id: z.string(),
  title: z.string(),
  name: z.string(),
  language: z.enum(['fr', 'en']),
  mediaType: z.string(),
  pages: z.int().nullable(),
  passages: z.int(),
  warnings: z.array(warning),
  sensitivity: z.enum(sensitivities),
  expiresAt: z.iso.datetime().meta({ description: 'When it is forgotten if nothing is asked about it.' }),
  kept: z.string().meta({ description: 'What becomes of it, to be shown.' }),
});

export const openPrivateDocument: Route = (api, services) => {
  api.post(
    '/v1/private-documents',
    {
      bodyLimit: privateDocuments.documentBytes + 64 * 1024,
      schema: {
        summary: 'Opens a file to ask about it, in memory alone',
        description:
          'multipart/form-data: optionally `sensitivity` (`SREN31` unless told otherwise), then `file`. Nothing of it is stored; it is ' +
          'forgotten when it is closed, after a time without questions, or when the server starts again.',
        tags,
        consumes: ['multipart/form-data'],
        response: { 201: privateDocument, ...problems },
      },
    },
    (request, reply) => {
      const left = leavingOf(reply);
      const { documentBytes } = privateDocuments;
      return withFormFile(
        request,
        fields,
        async (file, { sensitivity }) => {
          const upload = { name: file.filename ?? '', content: file.file, sensitivity };
          const open = await services.privateDocuments.open(request.within, upload, left);
          return reply.code(201).send(presentPrivateDocument(open, preferredLanguage(request)));
        },
        { maxBytes: documentBytes },
      );
    },
  );
};

export const showPrivateDocument: Route = (api, services) => {
  api.get(
    '/v1/private-documents/:id',
    {
      schema: {
        summary: 'A private document of the caller, which stays open for longer by this',
        tags,
        params,
        response: { 200: privateDocument, ...problems },
      },
    },
    async (request) => {
      const open = services.privateDocuments.find(request.within, request.params.id);
      return presentPrivateDocument(open, preferredLanguage(request));
    },
  );
};

export const closePrivateDocument: Route = (api, services) => {
  api.delete(
    '/v1/private-documents/:id',
    {
      schema: {
        summary: 'Forgets a private document now; an answer that is being written ends',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      services.privateDocuments.close(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

export const searchPrivateDocument: Route = (api, services) => {
  api.post(
    '/v1/private-documents/:id/search',
    {
      schema: {
        summary: 'Passages of a private document, best first',
        tags,
        params,
        body: z.strictObject({
          query: typedText,
          limit: z.int().min(1).max(limits.searchResults).default(10),
        }),
        response: { 200: z.object({ results: z.array(result) }), ...problems },
      },
    },
    async (request, reply) => {
      const signal = leavingOf(reply);
      const asked = { ...request.body, signal };
      const found = await services.privateDocuments.search(request.within, request.params.id, asked);
      return { results: found.map((passage, at) => presentResult(passage, at + 1)) };
    },
  );
};
