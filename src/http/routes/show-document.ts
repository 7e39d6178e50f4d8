import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { asides } from '../../core/place.ts';
import type { DocumentText } from '../../ports/library.ts';
import { preferredLanguage } from '../language.ts';
import { presentDocument } from '../presenters/present-document.ts';
import { presentPlace } from '../presenters/present-passage.ts';
import { document, passage, place, problems } from '../schemas/common.ts';
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
  place: place.nullable(),
  aside: z.enum(asides).nullable(),
  language: z.enum(['fr', 'en']),
  start: z.int(),
  end: z.int(),
  text: z.string(),
});

function presentSection({
  ordinal,
  headings,
  language,
  start,
  end,
  text,
  ...placed
}: DocumentText['sections'][number]) {
  const { page, place, aside } = presentPlace({ ...placed, recognised: null });
  return { ordinal, headings: [...headings], page, place, aside, language, start, end, text };
}

export const previewDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/preview',
    {
      schema: {
        summary: 'The text of a document by sections, and where a passage stands in it',
        description:
          'Offsets are UTF-16 units into the sections’ texts joined by a blank line. `pageImages` pages can be shown as ' +
          'pictures.',
        tags: ['documents'],
        params: documentParams,
        querystring: z.strictObject({ passage: z.string().max(200).optional() }),
        response: {
          200: z.object({
            document,
            pageImages: z.int().min(0),
            sections: z.array(section),
            passage: passage.omit({ headings: true }).nullable(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const {
        text,
        passage: found,
        pageImages,
      } = await services.library.preview(request.within, request.params.id, request.query.passage);
      return {
        document: presentDocument(text.document, preferredLanguage(request)),
        pageImages,
        sections: text.sections.map(presentSection),
        passage: found && {
          id: found.id,
          text: found.text,
          start: found.start,
          end: found.end,
          ...presentPlace(found),
        },
      };
    },
  );
};
