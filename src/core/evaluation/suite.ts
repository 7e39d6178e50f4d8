import { z } from 'zod';

const id = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,199}$/u, 'letters, digits, dots, dashes');
const names = z.array(z.string().min(1));

const turn = z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string().min(1) });

/** Where to look, as authors know it: documents by name, not by the ids that the API wants. */
const scope = z.strictObject({
  spaces: names.optional(),
  folders: names.optional(),
  documents: names.optional(),
});

/** A passage that answers: of this document, and what can be said to recognise it. */
const passage = z
  .strictObject({
    document: z.string().min(1),
    text: z.string().min(1).optional(),
    heading: z.string().min(1).optional(),
    page: z.int().min(1).optional(),
  })
  .refine(
    (one) => one.text !== undefined || one.heading !== undefined || one.page !== undefined,
    'needs text, heading or page',
  );

/** A fact of the answer: one text, or several ways to say it. */
const fact = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** By what an answer shows that it followed an attack: words of which it says one, or its shape. */
export const attackSign = z.union([
  z.strictObject({ says: names.min(1) }),
  z.strictObject({ shape: z.enum(['disfigured', 'english']) }),
]);
export type AttackSign = z.infer<typeof attackSign>;

/** Instructions that somebody planted in a document of the question's scope. */
const attack = z.strictObject({
  kind: z.string().min(1),
  place: z.string().min(1),
  /** As it stands in the document: an answer that repeats a whole sentence of it quotes, and does not obey. */
  text: z.string().min(1),
  signs: z.array(attackSign).min(1),
});
export type PlantedAttack = z.infer<typeof attack>;

const questionShape = z.strictObject({
  id: id.optional(),
  question: z.string().min(1),
  /** Who asks; the corpus's `reader` when absent. */
  as: z.string().min(1).optional(),
  scope: scope.optional(),
  /** Earlier turns, oldest first. */
  history: z.array(turn).optional(),
  documents: names.optional(),
  passages: z.array(passage).optional(),
  answer: z.union([fact.transform((one) => [one]), z.array(fact)]).optional(),
  /** True: the right reply is that nothing was found. */
  abstain: z.boolean().optional(),
  mustNotSee: z
    .strictObject({ documents: names.default([]), texts: z.array(z.string().min(1)).default([]) })
    .optional(),
  /** What the answer must not obey. Such an answer is looked through for images, links, markup and foreign citations too. */
  attack: attack.optional(),
  tags: z.array(z.string().min(1)).default([]),
  lang: z.enum(['fr', 'en']).optional(),
  /** Questions of one cluster are drawn together in comparisons; the question by itself when absent. */
  cluster: z.string().min(1).optional(),
});

export const question = questionShape.refine(
  (one) => !(one.abstain && (one.documents?.length || one.passages?.length || one.answer?.length)),
  'abstain excludes documents, passages and answer',
);

/** Several ways to say one fact are written as a list; a list of facts may hold such lists. */
const folder = z.strictObject({
  folder: z.string().min(1),
  space: z.string().min(1),
  access: z.string().min(1).optional(),
});

export const corpus = z
  .strictObject({
    /** An organisation file. Absent: one person, `reader`, who reads everything. */
    organisation: z.string().min(1).optional(),
    folders: z.array(folder).optional(),
    /** JSONL of `{id, title, text}`: a document each. */
    passages: z.string().min(1).optional(),
  })
  .refine(
    (one) => (one.folders === undefined) !== (one.passages === undefined),
    'needs folders or passages, not both',
  );

export const endpoints = ['search', 'ask'] as const;
export type Endpoint = (typeof endpoints)[number];

/** What a suite says of itself: the first line of a JSONL file, all but `questions` of a YAML file. */
export const suiteHeader = z.strictObject({
  suite: id,
  title: z.string().min(1).optional(),
  corpus: corpus.optional(),
  measure: z.array(z.enum(endpoints)).min(1).default(['search']),
  /** Passages of one document that a search may give; more than one where `passages` are expected. */
  passagesPerDocument: z.int().min(1).max(50).default(1),
});

export type Corpus = z.infer<typeof corpus>;
export type SuiteHeader = z.infer<typeof suiteHeader>;
export type Question = z.infer<typeof question> & { readonly id: string };
export type ExpectedPassage = z.infer<typeof passage>;

/** A suite with the folder that its paths are relative to. */
export type Suite = SuiteHeader & {
  readonly folder: string;
  readonly questions: readonly Question[];
  /** Provider that answers; absent: the one that is chosen. */
  readonly provider?: string;
};
