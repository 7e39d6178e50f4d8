import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { preferredLanguage } from '../language.ts';
import { withFormFile } from '../plugins/accept-forms.ts';
import { presentDocument } from '../presenters/present-document.ts';
import { document, label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** A form field before the file. `space` is required; others than these are refused (R20). */
const fields = z.strictObject({
  space: label.max(100),
  folder: z.string().max(1_000).default(''),
});

const idempotencyKey = z.string().min(1).max(200).optional();

export const uploadDocument =
  (options: { readonly maxBytes: number }): Route =>
  (api, services) => {
    api.post(
      '/v1/documents',
      {
        // The file streams past the body limit of JSON routes; its own cap is `UPLOAD_MAX_BYTES`.
        bodyLimit: options.maxBytes + 64 * 1024,
        schema: {
          summary: 'Adds a file to a space of the caller',
          description:
            'multipart/form-data: `space`, optionally `folder`, then `file`. `Idempotency-Key` makes a retry safe.',
          tags: ['documents'],
          consumes: ['multipart/form-data'],
          response: { 202: document, ...problems },
        },
      },
      async (request, reply) => {
        const key = idempotencyKey.safeParse(request.headers['idempotency-key']);
        if (!key.success)
          throw new AppError('BAD_REQUEST', { detail: 'Idempotency-Key: 1 to 200 characters' });
        return withFormFile(request, fields, async (file, { space, folder }) => {
          const upload = { space, folder, name: file.filename ?? '', content: file.file };
          const view = await services.library.upload(request.within, upload, key.data);
          return reply.code(202).send(presentDocument(view, preferredLanguage(request)));
        });
      },
    );
  };
