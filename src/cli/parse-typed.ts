import { z } from 'zod';
import { terminalLanguage } from '../../config/env.ts';

const sentences = { fr: z.locales.fr(), en: z.locales.en() };

/**
 * `safeParse` for what somebody typed: what is wrong is said in the language of the terminal. Here and not for the whole
 * process: a server that runs in it answers programs in English.
 */
export function parseTyped<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(value, { error: sentences[terminalLanguage()].localeError });
}
