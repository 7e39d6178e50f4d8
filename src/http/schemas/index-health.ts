import { z } from 'zod';
import { documentStates } from '../../core/document.ts';

const count = z.int().min(0);
const byState = z.object(
  Object.fromEntries(documentStates.map((state) => [state, count])) as Record<
    (typeof documentStates)[number],
    typeof count
  >,
);

/** Documents of an organisation or of a space by where they stand. */
export const documentCounts = z.object({
  documents: z.object({
    total: count,
    byState,
    encrypted: count.meta({ description: 'Of the total: counted, never read.' }),
    excluded: count.meta({ description: 'Of the total: in a space without the assistant.' }),
  }),
  unread: z
    .array(
      z.object({
        state: z.enum(documentStates),
        code: z.string(),
        text: z.object({ fr: z.string(), en: z.string() }),
        documents: count,
      }),
    )
    .meta({ description: 'Why others were not read, the most frequent first.' }),
  newestAt: z.iso.datetime().nullable().meta({ description: 'When the newest text was published.' }),
  oldestWaitingSeconds: z
    .number()
    .nullable()
    .meta({ description: 'Since when the oldest waits to be read.' }),
});

/** What is read anew: all documents, those of a space, or one with what is attached to it. */
export const rebuildSubject = z.union([
  z.object({ kind: z.literal('organisation') }),
  z.object({ kind: z.enum(['space', 'document']), id: z.string() }),
]);
