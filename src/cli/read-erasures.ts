import { open } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { KnownErasure } from '../ports/erasure-store.ts';

const at = z.iso.datetime().transform((text) => new Date(text));
const organisation = z.string().min(1);
const known = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('document'),
    organisation,
    documentId: z.uuid(),
    version: z.int().min(0),
    at,
    erased: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('person'),
    organisation,
    personDigest: z.string().regex(/^[0-9a-f]{64}$/),
    at,
  }),
  z.strictObject({ kind: z.literal('organisation'), organisation, at }),
]);

/** What `erasures export` wrote, line by line. @throws AppError `FILE_UNREADABLE` with the line */
export async function* readErasures(path: string): AsyncGenerator<KnownErasure, void> {
  let line = 0;
  try {
    const file = await open(path);
    for await (const text of file.readLines()) {
      line += 1;
      if (text.trim() !== '') yield known.parse(JSON.parse(text));
    }
  } catch (cause) {
    if (cause instanceof z.ZodError || cause instanceof SyntaxError || isFileError(cause))
      throw new AppError('FILE_UNREADABLE', { cause, detail: line === 0 ? path : `${path}: line ${line}` });
    throw cause;
  }
}

const isFileError = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).syscall === 'string';
