/** Identifier of an organisation: the short name of its file, for example `bellerive`. */
export type OrganisationId = string;

/**
 * Where a document stands between its arrival and the moment that people can find it: by its words (`searchable-words`),
 * then by its meaning too (`searchable`: all its vectors of a generation are there, see `GenerationStore`).
 */
export const documentStates = [
  'queued',
  'fetching',
  'parsing',
  'searchable-words',
  'searchable',
  'failed',
  'skipped',
  'removed',
] as const;
export type DocumentState = (typeof documentStates)[number];

/** States in which the text of the live version may be read by those who have the right. */
export const readableStates = ['searchable-words', 'searchable'] as const satisfies readonly DocumentState[];

/** How sensitive a space or a document is, the least first: decides which providers may see its text (`trust.ts`). */
export const sensitivities = ['ouvert', 'interne', 'sensible', 'SREN31'] as const;
export type Sensitivity = (typeof sensitivities)[number];

/**
 * Passes over a file that follow the first reading, when it can be found already: character recognition of pages that are
 * pictures, and a rendition that gives an office document its pages.
 */
export const laterPasses = ['recognise', 'render'] as const;
export type LaterPass = (typeof laterPasses)[number];

/** The languages that have an analysis chain of their own. */
export type Language = 'fr' | 'en';

/** A document within its organisation; `id` is a UUID. */
export type DocumentKey = { readonly org: OrganisationId; readonly id: string };

/** A document as people see it in lists and beside passages: never its text. */
export type DocumentCard = {
  readonly id: string;
  readonly title: string;
  /** Path below the folder that was ingested, or `folder/name` of an upload; `/` separated. */
  readonly path: string;
  readonly space: string;
  readonly version: number;
  readonly language: Language;
  readonly modifiedAt: Date;
  /** Where the document lives in its source, when the source gave one. */
  readonly url: string | null;
};
