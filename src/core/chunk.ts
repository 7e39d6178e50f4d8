import type { Language } from './document.ts';
import type { Aside, Place } from './place.ts';

/** Where a part of a document stands in the file, and what kind of text it is. */
export type PartFacts = {
  readonly place: Place | null;
  /** Set when the text is no part of the running text; parts never mix the two. */
  readonly aside: Aside | null;
  readonly language: Language;
};

/**
 * A parent: what the model reads. Text of a section of the document, at most `tunables.chunking.sectionTokens` tokens.
 * `start` and `end` are offsets in UTF-16 code units into the document's text, which is its sections joined by a blank line.
 */
export type Section = PartFacts & {
  readonly ordinal: number;
  /** Headings above this text, outermost first, without the document's title. */
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly tokens: number;
};

/**
 * A child: what is searched. `text` is what people read; for rows of a table it repeats the header row, so it can
 * differ from the document's text between `start` and `end`.
 */
export type Chunk = PartFacts & {
  /** Stable across versions while headings, text and what the file calls itself stay the same, whatever its source calls it. */
  readonly id: string;
  readonly ordinal: number;
  readonly sectionOrdinal: number;
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Lowest confidence (0–1) of the character recognition that the text comes from; `null` for text as typed. */
  readonly recognised: number | null;
  readonly tokens: number;
};

/** A document cut on its structure; `text` is the sections' texts joined by a blank line. */
export type ChunkedDocument = {
  readonly text: string;
  readonly sections: readonly Section[];
  readonly chunks: readonly Chunk[];
};
