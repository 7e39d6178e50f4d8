import type { AccessFilter } from '../core/access/access-filter.ts';
import type { MeasuredPassage, Passage, Section } from '../core/answer/passage.ts';
import type { DocumentCard, DocumentState, Language, OrganisationId, Sensitivity } from '../core/document.ts';
import type { FileFormat } from '../core/file-formats.ts';
import type { SensitivityLabel } from '../core/parsed-document.ts';
import type { Aside, Place } from '../core/place.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { Scope } from '../core/scope.ts';
import type { Warning } from '../core/warnings.ts';

/** A document with where it stands, for lists and for its own page. */
export type DocumentView = DocumentCard & {
  readonly state: DocumentState;
  readonly reason: ReasonCode | null;
  /** `null` until it is read. */
  readonly format: FileFormat | null;
  readonly bytes: number;
  readonly author: string | null;
  /** When the file says that it was written first. */
  readonly createdAt: Date | null;
  /** Pages or slides, where it has some. */
  readonly pages: number | null;
  /** Languages of its parts. */
  readonly languages: readonly Language[];
  readonly warnings: readonly Warning[];
  readonly labels: readonly SensitivityLabel[];
  readonly sensitivity: Sensitivity;
  readonly sha256: string;
  /** True when the caller added the document, and so may remove it; what a folder brought is the folder's to change. */
  readonly mayChange: boolean;
};

/** The text of a document by sections; offsets are UTF-16 units into the sections joined by a blank line. */
export type DocumentText = {
  readonly document: DocumentView;
  readonly sections: readonly {
    readonly ordinal: number;
    readonly headings: readonly string[];
    readonly place: Place | null;
    readonly aside: Aside | null;
    readonly language: Language;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
};

export type PassagePlace = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly place: Place | null;
  readonly aside: Aside | null;
  readonly recognised: number | null;
  readonly text: string;
};

/** A PDF that shows the pages of a document: itself, or its rendition. */
export type DocumentPages = { readonly sha256: string; readonly pages: number };

/** What was read of a document: never empty. `of`: how many passages it has in all. */
export type ReadDocument = { readonly passages: readonly MeasuredPassage[]; readonly of: number };

/** A document that something was made from; `version` `null`: whichever, where only its readers matter. */
export type UsedDocument = { readonly id: string; readonly version: number | null };

/** Who uses it. */
export type Use = UsedDocument & { readonly user: string };

/** A question that a document answers. */
export type Suggestion = {
  readonly text: string;
  readonly documentId: string;
  /** In which the question is asked: that of its document. */
  readonly language: Language;
};

/** How much of what was asked about the caller could read, and what is not (yet) to be found in it. */
export type ScopeSummary = {
  readonly documents: number;
  readonly queued: number;
  readonly failed: number;
  readonly encrypted: number;
  /** In spaces that are excluded from the assistant, whatever their state. */
  readonly excluded: number;
};

/** A scope in numbers, with the languages of what can be found there. */
export type SummarisedScope = {
  readonly summary: ScopeSummary;
  readonly languages: readonly Language[];
  /** When something last came to be found there; `null` where there is nothing. */
  readonly newestAt: Date | null;
};

/**
 * The reading side of documents: every statement resolves the caller's rights anew, at once with what it reads. Whatever
 * is missing or forbidden is simply not there.
 */
export type Library = {
  /**
   * The gate: text of those chunks that the caller may read at this moment, of live versions in spaces where the
   * assistant is on. In the order of `chunkIds`; the others are absent.
   */
  readPassages(within: AccessFilter, chunkIds: readonly string[]): Promise<readonly Passage[]>;
  /** The same gate, without the texts: which of these chunks the caller may read at this moment. */
  readableAmong(within: AccessFilter, chunkIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The same gate: by chunk id, the section around each of those that the caller may read at this moment. */
  readSections(within: AccessFilter, chunkIds: readonly string[]): Promise<ReadonlyMap<string, Section>>;
  /**
   * The same gate, for whole documents: by document id, its passages as they are read, those that begin within its first
   * `tokens` tokens. A document without any that the caller may read at this moment is absent.
   */
  readDocuments(
    within: AccessFilter,
    documentIds: readonly string[],
    limit: { readonly tokens: number },
  ): Promise<ReadonlyMap<string, ReadDocument>>;
  find(within: AccessFilter, documentId: string): Promise<DocumentView | null>;
  /** Those of the documents that the caller may read at this moment, each with the sensitivity that its passages have. */
  findReadable(
    within: AccessFilter,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, Sensitivity>>;
  /**
   * Those of the documents that the caller may not read at this moment, that are removed or in a space without the assistant,
   * or whose newest version is another one. Everything, when the person is gone.
   */
  lostAmong(within: AccessFilter, documents: readonly UsedDocument[]): Promise<ReadonlySet<string>>;
  /** The same for many people at once: the uses that are lost. */
  lostUses(org: OrganisationId, uses: readonly Use[]): Promise<readonly Use[]>;
  list(
    within: AccessFilter,
    page: {
      readonly space?: string;
      readonly folder?: string;
      /** Those whose title or path holds each of these words, whatever their case and accents. */
      readonly words?: readonly string[];
      readonly limit: number;
      /** Continues after this path and id. */
      readonly after?: { readonly path: string; readonly id: string };
    },
  ): Promise<readonly DocumentView[]>;
  /**
   * Questions that a document answers, or the latest documents of a space, one of each in turn: at most `limit`. Only of live
   * versions that the caller may read, in spaces where the assistant is on; none for what is missing.
   */
  suggest(
    within: AccessFilter,
    about: { readonly document: string } | { readonly space: string },
    limit: number,
  ): Promise<readonly Suggestion[]>;
  readText(within: AccessFilter, documentId: string): Promise<DocumentText | null>;
  locate(within: AccessFilter, documentId: string, chunkId: string): Promise<PassagePlace | null>;
  /** What shows the pages of the live version; `null` also where it has none, or none yet. */
  findPages(within: AccessFilter, documentId: string): Promise<DocumentPages | null>;
  /** What the scope holds for the caller, and in which languages the texts that can be found are written. */
  summarise(within: AccessFilter, scope: Scope): Promise<SummarisedScope>;
};
