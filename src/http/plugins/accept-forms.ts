import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../../core/errors.ts';

/** Forms with one file, which streams and is never written to a disk. `maxBytes`: of it, unless a route says less. */
export function acceptForms(app: FastifyInstance, { maxBytes }: { readonly maxBytes: number }): void {
  void app.register(multipart, {
    limits: { files: 1, fields: 4, fieldSize: 4_000, parts: 6, fileSize: maxBytes + 1 },
    throwFileSizeLimit: false,
  });
}

/**
 * Lets `use` have the file of a form, with the fields before it, which must be as `schema` says.
 * @throws AppError `MEDIA_TYPE_NOT_SUPPORTED`, `BAD_REQUEST`, `FILE_MISSING`
 */
export async function withFormFile<Fields, Result>(
  request: FastifyRequest,
  schema: z.ZodType<Fields>,
  use: (file: MultipartFile, fields: Fields) => Promise<Result>,
  { maxBytes }: { readonly maxBytes?: number } = {},
): Promise<Result> {
  if (!request.isMultipart()) throw new AppError('MEDIA_TYPE_NOT_SUPPORTED');
  try {
    const file = await request.file(maxBytes === undefined ? {} : { limits: { fileSize: maxBytes + 1 } });
    if (!file) throw new AppError('FILE_MISSING');
    return await use(file, checkedFields(schema, file));
  } catch (error) {
    // The rest of a refused form must go by, or the connection could carry nothing after it. Not through the
    // reader of forms: it stops at what it refuses.
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
}

function checkedFields<Fields>(schema: z.ZodType<Fields>, file: MultipartFile): Fields {
  const values = Object.entries(file.fields).flatMap(([name, field]) =>
    field && !Array.isArray(field) && field.type === 'field' ? [[name, field.value] as const] : [],
  );
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'form'}: ${issue.message}`)
    .join('; ');
  throw new AppError('BAD_REQUEST', { detail: `${detail} (fields come before the file)` });
}
