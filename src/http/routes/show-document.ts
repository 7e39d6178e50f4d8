import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { preferredLanguage } from '../language.ts';
import { presentDocument } from '../presenters/present-document.ts';
import { document, passage, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** Anything may be asked for: what is no id of ours is missing like any other. */
export const documentParams = z.object({ id: z.string().max(200) });

export const showDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id',
    {
      schema: {
        summary: 'One document: where it stands and why',
        tags: ['documents'],
        params: documentParams,
        response: { 200: document, ...problems },
      },
    },
    async (request) => {
      const view = await services.library.find(request.within, request.params.id);
      if (!view) throw new AppError('NOT_FOUND');
      return presentDocument(view, preferredLanguage(request));
    },
  );
};

const section = z.object({
  ordinal: z.int(),
  headings: z.array(z.string()),
  page: z.int().nullable(),
  start: z.int(),
  end: z.int(),
  text: z.string(),
});

export const previewDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/preview',
    {
      schema: {
        summary: 'The text of a document by sections, and where a passage stands in it',
        description: 'Offsets are UTF-16 units into the sections’ texts joined by a blank line.',
        tags: ['documents'],
        params: documentParams,
        querystring: z.strictObject({ passage: z.string().max(200).optional() }),
        response: {
          200: z.object({
            document,
            sections: z.array(section),
            passage: passage.omit({ headings: true }).nullable(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { text, passage: place } = await services.library.preview(
        request.within,
        request.params.id,
        request.query.passage,
      );
      return {
        document: presentDocument(text.document, preferredLanguage(request)),
        sections: text.sections.map((part) => ({ ...part, headings: [...part.headings] })),
        passage: place,
      };
    },
  );
};
