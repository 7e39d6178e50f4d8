import multipart, { type MultipartFile } from '@fastify/multipart';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { preferredLanguage } from '../language.ts';
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
    void api.register(multipart, {
      limits: { files: 1, fields: 4, fieldSize: 4_000, parts: 6, fileSize: options.maxBytes + 1 },
      throwFileSizeLimit: false,
    });
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
        if (!request.isMultipart()) throw new AppError('MEDIA_TYPE_NOT_SUPPORTED');
        const key = idempotencyKey.safeParse(request.headers['idempotency-key']);
        if (!key.success)
          throw new AppError('BAD_REQUEST', { detail: 'Idempotency-Key: 1 to 200 characters' });
        try {
          const file = await request.file();
          if (!file) throw new AppError('FILE_MISSING');
          const { space, folder } = fieldsBefore(file);
          const upload = { space, folder, name: file.filename ?? '', content: file.file };
          const view = await services.library.upload(request.within, upload, key.data);
          return reply.code(202).send(presentDocument(view, preferredLanguage(request)));
        } catch (error) {
          // The rest of a refused form must go by, or the connection could carry nothing after it. Not through the
          // reader of forms: it stops at what it refuses.
          request.raw.unpipe();
          request.raw.resume();
          throw error;
        }
      },
    );
  };

function fieldsBefore(file: MultipartFile): z.infer<typeof fields> {
  const values = Object.entries(file.fields).flatMap(([name, field]) =>
    field && !Array.isArray(field) && field.type === 'field' ? [[name, field.value] as const] : [],
  );
  const parsed = fields.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'form'}: ${issue.message}`)
    .join('; ');
  throw new AppError('BAD_REQUEST', { detail: `${detail} (fields come before the file)` });
}
