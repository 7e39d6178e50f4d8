import type { ChunkedDocument } from '../core/chunk.ts';
import type { DocumentKey, DocumentState, Language, LaterPass, Sensitivity } from '../core/document.ts';
import type { FileFormat } from '../core/file-formats.ts';
import type { AliasPair } from '../core/find/alias.ts';
import type { PageRange } from '../core/ingest/align-pages.ts';
import type { SensitivityLabel } from '../core/parsed-document.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { Warning } from '../core/warnings.ts';
import type { WantedGeneration } from './generation-store.ts';
import type { Generation } from './search-index.ts';

/** Uploads and events go before bulk folders, so that a note is found in seconds behind a large backlog. */
export type Lane = 'interactive' | 'bulk';

/** Where a document stands and who may read it: changing these changes no text. */
export type Placement = {
  readonly space: string;
  readonly accessClass: number;
  readonly sensitivity: Sensitivity;
  readonly path: string;
};

/**
 * What a source says of one document at one moment. `source` and `externalId` identify it for ever. The `path` of an attachment is
 * the one below its parent.
 */
export type SubmittedDocument = Placement & {
  readonly org: string;
  readonly source: string;
  readonly externalId: string;
  readonly parentId: string | null;
  /** Version of the parent that brings the attachment: refused with `CONFLICT` when another one is wanted by now (R82). */
  readonly parentVersion?: number;
  /** Shown until the document's own title is known; for good where the source names it (`isNamedBySource`). */
  readonly title: string;
  readonly url: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly createdBy: string | null;
  readonly modifiedAt: Date;
  readonly lane: Lane;
  /** True when the bytes are not here yet: they are fetched from the source first. */
  readonly awaitsBytes?: boolean;
  /** Encrypted from end to end: it is counted, and never read. */
  readonly endToEndEncrypted?: boolean;
};

/**
 * `skipped`: its space is excluded from the assistant, or only its people can decrypt it, so it is only known to be there.
 * `erased`: by command, it stays away.
 */
export type SubmitOutcome = 'queued' | 'moved' | 'unchanged' | 'skipped' | 'erased';

/** As what somebody speaks for a space: what an administrator (or the operator) excluded, its animators do not open. */
export type SpaceRole = 'administrator' | 'animator';

/** Whether the assistant works on a space, and who says so; `null`: the operator. `as`: `administrator` unless said. */
export type SpaceSwitch = {
  readonly enabled: boolean;
  readonly by: string | null;
  readonly as?: SpaceRole;
};

/** What is to be read anew: all documents of an organisation, those of a space, or one with what is attached to it. */
export type RebuildSubject =
  | { readonly kind: 'organisation' }
  | { readonly kind: 'space' | 'document'; readonly id: string };

/** What a source's document looks like to the one who compares it with the source. */
export type KnownDocument = Placement & {
  readonly id: string;
  readonly externalId: string;
  readonly sha256: string;
  readonly state: DocumentState;
};

/**
 * A document as a worker has it in hand: with a claim, what it writes of a version is refused once another worker has taken that version
 * up, also when it slept meanwhile (R82).
 */
export type Claimed = DocumentKey & { readonly claim?: number };

/** All that is needed to work on one version of a document. */
export type WorkItem = DocumentKey &
  Placement & {
    readonly version: number;
    readonly claim: number;
    readonly source: string;
    readonly externalId: string;
    readonly parentId: string | null;
    readonly title: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly createdBy: string | null;
    readonly modifiedAt: Date;
    readonly state: DocumentState;
  };

export type PublishedVersion = {
  /** `null`: what its source calls it at this moment. */
  readonly title: string | null;
  readonly author: string | null;
  readonly createdAt: Date | null;
  /** When the file says that it was last changed; `null`: it does not, or its source says so. */
  readonly modifiedAt: Date | null;
  readonly language: Language;
  /** Languages of its sections, the document's own among them. */
  readonly languages: readonly Language[];
  readonly format: FileFormat;
  readonly pages: number | null;
  readonly warnings: readonly Warning[];
  readonly labels: readonly SensitivityLabel[];
  /** Passes still to come; they are asked for with `requestPasses`. */
  readonly awaits: readonly LaterPass[];
  readonly chunkerVersion: number;
  readonly chunked: ChunkedDocument;
  /** What the text says that acronyms stand for, each pair once; what the title says is learned beside it. */
  readonly aliases: readonly AliasPair[];
  /** Questions that the text answers, the best first. */
  readonly suggestions: readonly string[];
};

/** A chunk's text as an embedder wants it, with the hash under which its vector is kept. */
export type ChunkToEmbed = {
  readonly chunkId: string;
  readonly textHash: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
};

/** The live text of a version with what a rendition of it is compared with. */
export type PublishedText = {
  readonly format: FileFormat;
  /** Pages or slides as the file itself tells; `null` where it does not. */
  readonly pages: number | null;
  readonly sections: readonly {
    readonly ordinal: number;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
  readonly chunks: readonly { readonly id: string; readonly start: number; readonly end: number }[];
};

/** A PDF that shows a document page by page, and on which of its pages every part stands (`null`: on none). */
export type Rendition = {
  readonly sha256: string;
  readonly pages: number;
  readonly sections: readonly { readonly ordinal: number; readonly pages: PageRange | null }[];
  readonly chunks: readonly { readonly id: string; readonly pages: PageRange | null }[];
};

/** What a source may count on: how many of its documents stand in each state, and why the unread ones are unread. */
export type SourceProgress = {
  readonly byState: Readonly<Partial<Record<DocumentState, number>>>;
  readonly unread: readonly {
    readonly path: string;
    readonly state: DocumentState;
    readonly reason: ReasonCode | null;
  }[];
  /** Documents that were read with a warning. */
  readonly remarks: readonly {
    readonly path: string;
    readonly sensitivity: Sensitivity;
    readonly warnings: readonly Warning[];
    readonly labels: readonly SensitivityLabel[];
  }[];
};

/**
 * The writing side of documents. Every write of a worker names the version that it was made for and is refused (`false`
 * or `null`) when a newer one exists or the document is gone: nothing is re-created after a removal (R71, R82).
 * Whatever must happen next is written to the outbox in the same transaction.
 */
export type DocumentStore = {
  /** Records what a source says. `queued`: a new version will be worked on; `skipped`: it stands in an excluded space. */
  submit(document: SubmittedDocument): Promise<{ id: string; version: number; outcome: SubmitOutcome }>;
  /** Moves a document with its attachments; rights of the gate change with it, at once (R11). */
  place(key: DocumentKey, placement: Placement): Promise<void>;
  /** Removes documents with their parts, leaves tombstones; unknown ids are ignored. Gives how many went. */
  remove(org: string, ids: readonly string[]): Promise<number>;
  /**
   * Excludes a space from the assistant, or opens it again. Of an excluded one no text, vector or rendition is kept, and
   * nothing is read until it is open again: then all of it is read anew. Gives how many documents changed; `null` where there
   * is no such space.
   */
  switchSpace(org: string, space: string, wanted: SpaceSwitch): Promise<number | null>;
  /** Goes on with switches that a crash cut off, their documents half way. Gives how many documents followed. */
  finishSwitches(org: string): Promise<number>;
  /** Top-level documents of a source (attachments are not listed). */
  listSource(org: string, source: string): Promise<readonly KnownDocument[]>;
  /** Sources that documents come from, with the spaces that they stand in. */
  listSpacesOfSources(org: string): Promise<readonly { readonly source: string; readonly space: string }[]>;
  sourceProgress(org: string, source: string): Promise<SourceProgress>;
  /** Ids of documents that were erased by command: what their sources say of them is refused. */
  listErased(org: string): Promise<ReadonlySet<string>>;
  /**
   * Takes up the work on a version, from any worker that still has it in hand: `null` when there is nothing left to do for it. With `again`, a version that is live
   * already is taken up as it stands; with `pass`, one that awaits this pass. What a rendition shows is no text: it takes nobody's
   * work away.
   */
  beginWork(
    key: DocumentKey,
    version: number,
    options?: { readonly again?: boolean; readonly pass?: LaterPass | undefined },
  ): Promise<WorkItem | null>;
  /** The document as it stands now, for placement and embedding jobs; `null` when it is gone. */
  findWork(key: DocumentKey): Promise<WorkItem | null>;
  /** Replaces the text by this version's, in one transaction. */
  publish(key: Claimed, version: number, published: PublishedVersion): Promise<boolean>;
  /** Records that the version can be found by its words; with `embed`, asks for its vectors (`GenerationStore`). */
  markSearchable(
    key: Claimed,
    version: number,
    state: 'searchable-words',
    options?: { readonly embed?: boolean },
  ): Promise<boolean>;
  /** For how long a version has been asked for, and its vectors; `null` where it is not, or no longer. */
  ageOf(
    key: DocumentKey,
    version: number,
  ): Promise<{ readonly queuedSeconds: number | null; readonly vectorsAskedSeconds: number | null }>;
  /**
   * Brings the hashes of a document's texts to its title: where they differ, its vectors are missing from then on, and with
   * `embed` they are asked for. Gives the title; `null` where no text stands here.
   */
  rekeyTexts(key: DocumentKey, options: { readonly embed: boolean }): Promise<string | null>;
  /** Records that words under this title are in the index; false when it is called otherwise by now. */
  endRenaming(key: DocumentKey, title: string): Promise<boolean>;
  /** Asks for the passes that a published version still awaits, and for `further` ones. */
  requestPasses(key: Claimed, version: number, further?: readonly LaterPass[]): Promise<void>;
  /** Records that a pass is given up: what it would have brought is warned of. */
  endPass(key: DocumentKey, version: number, pass: LaterPass): Promise<void>;
  /** How many documents of the organisation await each pass. */
  countAwaiting(org: string): Promise<Readonly<Record<LaterPass, number>>>;
  /**
   * How many documents (of a source) are under way to where their words can be found; with `passes`, also those that
   * have their passes before them; with `vectors`, those that are not whole in this generation and may be.
   */
  countUnfinished(
    org: string,
    until: {
      readonly source?: string | undefined;
      readonly passes: boolean;
      readonly vectors: WantedGeneration | null;
    },
  ): Promise<number>;
  /** The text of a version while it is the live one; `null` afterwards. */
  loadPublished(key: DocumentKey, version: number): Promise<PublishedText | null>;
  /**
   * Keeps the rendition of a version that awaits it and ends that pass. Parts that have a place of their own keep it.
   * @throws AppError `CONFLICT` when the text of the version was replaced since it was loaded
   */
  storeRendition(key: DocumentKey, version: number, rendition: Rendition): Promise<boolean>;
  /** Records that a parser died of a version. Gives how often it did; 0 when another worker has taken it up. */
  recordDeath(key: Claimed, version: number): Promise<number>;
  /** Ends the work on a version without text: the former text goes away with it. */
  settle(
    key: Claimed,
    version: number,
    end: { state: 'skipped' | 'failed'; reason: ReasonCode },
  ): Promise<boolean>;
  /** Removes attachments of a parent that are not in `keep`; with `version`, only while that one is wanted. */
  removeChildrenExcept(
    parent: DocumentKey & { readonly version?: number },
    keep: readonly string[],
  ): Promise<void>;
  /** The stricter of its own and its space's at this moment (R69); `null` for a document that is gone. */
  findSensitivity(key: DocumentKey): Promise<Sensitivity | null>;
  /** Hash and title are those of this moment. */
  listChunksToEmbed(key: DocumentKey, version: number): Promise<readonly ChunkToEmbed[]>;
  findVectors(
    org: string,
    generation: string,
    textHashes: readonly string[],
  ): Promise<ReadonlyMap<string, Float32Array>>;
  /** Keeps them while the document can be found: nothing comes back after what was removed (R13, R71). */
  storeVectors(
    key: DocumentKey,
    generation: string,
    vectors: readonly { readonly textHash: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  /** Writes to the outbox all reading that is not finished; used when a queue was lost. Gives how many jobs. */
  requeueUnfinished(): Promise<number>;
  /**
   * Asks for documents to be read and indexed anew; what can be found stays findable meanwhile. Gives how many, with a record in
   * the audit (`by` `null`: the operator).
   * @throws AppError `NOT_FOUND` when the space or document is not there
   */
  reindex(
    org: string,
    options?: { readonly subject?: RebuildSubject; readonly by?: string | null },
  ): Promise<number>;
  /** Asks once more for what `reindex` asked for and was not read yet: a queue may have lost it. */
  goOnReading(org: string, subject: RebuildSubject): Promise<void>;
  /** Asks for a document to be read once more, as `reindex` does, where it can be found; its bytes are back. */
  readAgain(key: DocumentKey): Promise<void>;
  /** Says that a document could not be read anew, and why: its text stays as it was. */
  endRebuild(key: DocumentKey, reason: ReasonCode): Promise<void>;
  /** Chunks of the live version with all that the index needs; `null` when it has none. */
  loadForIndex(key: DocumentKey): Promise<LiveDocument | null>;
  /** Documents that can be found, with the version, the place and the whole generations that the index should hold. */
  listReadable(org: string): Promise<
    readonly (Placement & {
      readonly id: string;
      readonly version: number;
      readonly generations: readonly Generation[];
    })[]
  >;
  /** True while a document has these bytes, or something that was set aside for a legal hold. */
  isBlobUsed(org: string, sha256: string): Promise<boolean>;
  /** Removes vectors of texts that no document has any more. Gives how many. */
  sweepVectors(org: string): Promise<number>;
  /** How many documents wait to be read or are being read, counted up to 100,000. */
  countWaiting(org: string): Promise<number>;
  countByState(org: string): Promise<Readonly<Partial<Record<DocumentState, number>>>>;
  /**
   * Documents that carry a restricting mark of sensitivity, and those among them whose setting lets them out further than
   * the mark suggests (`ouvert`, `interne`): a person should look. Nothing is changed by itself.
   */
  countLabelled(org: string): Promise<{ labelled: number; toCheck: number }>;
  /** Chunks of the organisation and their tokens. */
  countText(org: string): Promise<{ chunks: number; tokens: number }>;
  /** Shortens what the summaries of scopes are added up from (`Library.summarise`); changes no sum. */
  foldCounts(org: string): Promise<void>;
  oldestWaitingSeconds(org: string): Promise<number | null>;
};

export type LiveDocument = Placement & {
  readonly version: number;
  readonly title: string;
  readonly language: Language;
  readonly chunks: readonly {
    readonly id: string;
    readonly language: Language;
    readonly headings: readonly string[];
    readonly text: string;
  }[];
};
