import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';

const sentences = { fr: z.locales.fr(), en: z.locales.en() };

/**
 * Reads what came for a route with its schema. What is wrong is told in the language of the caller, so it is put in both here: a
 * schema is read without knowing who asked.
 */
export const validateInput: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const read = schema.safeParse(data, { error: sentences.en.localeError });
    if (read.success) return { value: read.data };
    const inFrench = schema.safeParse(data, { error: sentences.fr.localeError });
    const explanation = {
      fr: detailOf(inFrench.error ?? read.error),
      en: detailOf(read.error),
    };
    return { error: new AppError('BAD_REQUEST', { cause: read.error, explanation }) };
  };

const detailOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ');
