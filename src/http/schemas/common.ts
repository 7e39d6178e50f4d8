import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { documentStates, sensitivities } from '../../core/document.ts';
import { asides } from '../../core/place.ts';
import type { Scope } from '../../core/scope.ts';

const { limits } = tunables;

/** PostgreSQL keeps no NUL, so nothing that is called anything holds one. */
export const label = z
  .string()
  .min(1)
  .regex(/^[^\0]*$/);

/** A path below the ingested folder, or the start of one; empty: all of it. */
export const folder = z
  .union([label.max(1_000), z.literal('')])
  .transform((path) => path.normalize('NFC').replace(/^\/+|\/+$/g, ''));

/** Whoever looks in all of a folder, among others, looks everywhere. */
const withoutWhole = (folders: string[]) => (folders.includes('') ? [] : folders);

export const scope = z
  .strictObject({
    spaces: z.array(label.max(100)).max(limits.scopeValues).optional(),
    folders: z.array(folder).max(limits.scopeValues).transform(withoutWhole).optional(),
    documents: z.array(label.max(100)).max(limits.scopeValues).optional(),
  })
  .transform(
    ({ spaces, folders, documents }): Scope => ({
      ...(spaces && { spaces }),
      ...(folders && { folders }),
      ...(documents && { documents }),
    }),
  )
  .meta({ description: 'Where to look; several kinds narrow each other. Never widens rights.' });

/** One value of a query, or several of the same name. */
const several = <Value extends z.ZodType>(value: Value) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(value).max(limits.scopeValues).default([]),
  );

/** The same in a query: `?space=rh&space=mairie&folder=conges`. */
export const scopeInQuery = z
  .strictObject({
    space: several(label.max(100)),
    folder: several(folder).transform(withoutWhole),
    document: several(label.max(100)),
  })
  .transform(
    ({ space, folder, document }): Scope => ({ spaces: space, folders: folder, documents: document }),
  );

/** Text that a person typed: something, but not a book. */
export const typedText = z
  .string()
  .transform((text) => text.replaceAll('\0', ' ').trim())
  .pipe(z.string().min(1).max(limits.questionCharacters));

/** What was said before a query. Only the questions are looked at; answers may come along as clients keep them. */
export const history = z
  .array(z.strictObject({ question: typedText, answer: z.string().max(limits.answerCharacters).optional() }))
  .max(limits.historyExchanges)
  .meta({ description: 'Exchanges before the query, the latest last: what « et pour… ? » leans on.' });

export const card = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string(),
  space: z.string(),
  version: z.int(),
  language: z.enum(['fr', 'en']),
  modifiedAt: z.iso.datetime(),
  url: z.string().nullable(),
});

/** Where a text stands in its file, by the kind of its format. */
export const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['page', 'slide']), from: z.int(), to: z.int() }),
  z.object({ kind: z.literal('cells'), sheet: z.string(), range: z.string() }),
  z.object({
    kind: z.literal('speech'),
    speakers: z.array(z.string()),
    fromSeconds: z.number(),
    toSeconds: z.number(),
  }),
]);

export const warning = z.object({ code: z.string(), count: z.int(), text: z.string() });

export const document = card.extend({
  state: z.enum(documentStates),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  mediaType: z.string().nullable(),
  bytes: z.int(),
  author: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
  pages: z.int().nullable(),
  languages: z.array(z.enum(['fr', 'en'])),
  warnings: z.array(warning),
  labels: z.array(z.object({ scheme: z.enum(['msip', 'mention']), name: z.string() })),
  sensitivity: z.enum(sensitivities),
  canDelete: z.boolean(),
});

export const passage = z.object({
  id: z.string(),
  text: z.string(),
  headings: z.array(z.string()),
  page: z.int().nullable(),
  place: place.nullable(),
  aside: z.enum(asides).nullable(),
  recognised: z.number().nullable(),
  start: z.int(),
  end: z.int(),
});

export const result = z.object({
  rank: z.int(),
  score: z.number(),
  document: card,
  passage,
  duplicates: z.int(),
});

export const source = result.extend({ n: z.int() });

/** A sentence of an answer, and whether its sources say it. */
export const answerSentence = z.object({
  text: z.string(),
  citations: z.array(z.int()),
  support: z.enum(['supported', 'partial', 'unsupported', 'not-checked']).meta({
    description:
      'By comparison with the passages offered: `supported`, `partial` (undecided or in part), `unsupported`; `not-checked` claims nothing.',
  }),
  findings: z
    .array(z.object({ kind: z.string(), said: z.string(), instead: z.string().optional() }))
    .optional()
    .meta({
      description: 'What the sentence says and the sources do not; `instead` is what they say in its place.',
    }),
  start: z
    .int()
    .optional()
    .meta({ description: 'Where it stands in the text with its `[n]`: UTF-16 offsets.' }),
  end: z.int().optional(),
});

export const scopeSummary = z.object({
  documents: z.int(),
  queued: z.int(),
  failed: z.int(),
  encrypted: z.int(),
  excluded: z.int().meta({ description: 'In spaces that are excluded from the assistant.' }),
});

/** Numbers by name; more names may come. */
export const signals = z.record(z.string(), z.number()).meta({
  description:
    'What tells whether the passages hold the answer, each 0–1: `answerable` is the chance of it, beside it what it is told by.',
});

/** RFC 9457; `code` is stable. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string(),
});

export const problems = { '4xx': problem, '5xx': problem } as const;

/** Words of a name that somebody looks for; empty: all of them. */
export const nameQuery = z
  .string()
  .max(200)
  .regex(/^[^\0]*$/)
  .default('')
  .meta({ description: 'Words that the name holds, whatever their case and accents.' });

export const page = {
  limit: z.coerce.number().int().min(1).max(limits.pageSize).default(50),
  cursor: z.string().max(4_000).optional(),
};
