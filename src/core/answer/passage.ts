import type { DocumentCard, Sensitivity } from '../document.ts';
import type { Aside, Place } from '../place.ts';

/**
 * A chunk with its text, as the SQL gate gave it for one caller at one moment: the only text that may be shown or
 * offered to a model. `start` and `end` are UTF-16 offsets into the document's text.
 */
export type Passage = {
  /** The chunk's id. */
  readonly id: string;
  readonly document: DocumentCard;
  /** The stricter of its document's and its space's at this moment: decides which providers may see it. Never shown. */
  readonly sensitivity: Sensitivity;
  readonly headings: readonly string[];
  /** Where it stands in its file: pages, slides, cells or moments. */
  readonly place: Place | null;
  readonly aside: Aside | null;
  /** Lowest confidence (0–1) of the character recognition that the text comes from; `null` for text as typed. */
  readonly recognised: number | null;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

/** A passage with its length in tokens (cl100k). */
export type MeasuredPassage = Passage & { readonly tokens: number };

/** The text of the section around a chunk: what a model reads of it. */
export type Section = { readonly ordinal: number; readonly text: string; readonly tokens: number };

/** A passage with its place in a result list. */
export type RankedPassage = Passage & {
  /** 0–1 inside one reply only. */
  readonly score: number;
  /** How many other readable chunks say nearly the same and were folded into this one. */
  readonly duplicates: number;
};

/** A passage that an answer may use, with what stands around it. */
export type PassageInContext = RankedPassage & { readonly section: Section };
