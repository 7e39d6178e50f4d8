/** The shapes that the server sends, as the pages use them. Dates are ISO strings; offsets are UTF-16 code units. */

export type Language = 'fr' | 'en';

/** A question that the server made of a document, in the language of that. */
export type Suggestion = { readonly text: string; readonly documentId: string; readonly language: Language };

export type Space = { readonly id: string; readonly title: string; readonly sensitivity: string };

export type DocumentState =
  | 'queued'
  | 'fetching'
  | 'parsing'
  | 'searchable-words'
  | 'searchable'
  | 'failed'
  | 'skipped';

/** Where a text stands in its file, by the kind of its format. */
export type Place =
  | { readonly kind: 'page' | 'slide'; readonly from: number; readonly to: number }
  | { readonly kind: 'cells'; readonly sheet: string; readonly range: string }
  | {
      readonly kind: 'speech';
      readonly speakers: readonly string[];
      readonly fromSeconds: number;
      readonly toSeconds: number;
    };

/** What a text is when it is no part of the running text. */
export type Aside = 'note' | 'comment' | 'speaker-notes' | 'mail-history' | 'mail-signature';

/** What stands beside a passage about its document. */
export type DocumentCard = {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly space: string;
  readonly version: number;
  readonly language: Language;
  readonly modifiedAt: string;
  readonly url: string | null;
};

export type WorkDocument = DocumentCard & {
  readonly state: DocumentState;
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly mediaType: string | null;
  readonly bytes: number;
  readonly author: string | null;
  readonly pages: number | null;
  /** What its owner should know of how it was read. */
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly text: string }[];
  readonly labels: readonly { readonly scheme: string; readonly name: string }[];
  readonly sensitivity: string;
  readonly canDelete: boolean;
};

export type PreviewSection = {
  readonly ordinal: number;
  readonly headings: readonly string[];
  readonly page: number | null;
  readonly place: Place | null;
  readonly aside: Aside | null;
  readonly language: Language;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

export type Preview = {
  readonly document: WorkDocument;
  /** How many pages can be shown as pictures. */
  readonly pageImages: number;
  readonly sections: readonly PreviewSection[];
  readonly passage: {
    readonly id: string;
    readonly start: number;
    readonly end: number;
    readonly page: number | null;
    readonly text: string;
  } | null;
};

/** A numbered passage that an answer rests on. */
export type Source = {
  readonly n: number;
  readonly document: DocumentCard;
  readonly passage: {
    readonly id: string;
    readonly text: string;
    readonly headings: readonly string[];
    readonly page: number | null;
    readonly place: Place | null;
    readonly aside: Aside | null;
    /** Confidence (0–1) of the character recognition that the text comes from. */
    readonly recognised: number | null;
    readonly start: number;
    readonly end: number;
  };
  readonly duplicates: number;
};

/** Where the search looked: readable documents, and those that it could not look into. */
export type ScopeCounts = {
  readonly documents: number;
  readonly queued: number;
  readonly failed: number;
  readonly encrypted: number;
  readonly excluded: number;
};

/** The same before anything is asked, with when something last came to be found there. */
export type ScopeState = ScopeCounts & { readonly newestAt: string | null };

/** A file that is open in the memory of the server. */
export type PrivateDocument = {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly language: Language;
  readonly pages: number | null;
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly text: string }[];
  readonly expiresAt: string;
  /** What becomes of it, in a sentence. */
  readonly kept: string;
};

/** Who holds what a provider is sent. */
export type Trust = 'on-premises' | 'state' | 'secnumcloud' | 'eu' | 'other';

/** One who may be asked by name. */
export type Provider = {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly trust: Trust;
};

/** Restricts a question; an absent key restricts nothing. */
export type AskScope = {
  readonly spaces?: readonly string[];
  /** Paths, with all below them. */
  readonly folders?: readonly string[];
  readonly documents?: readonly string[];
};

/** What made an answer, and what it took; `null` where nobody knows. */
export type Usage = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly costEuro?: number | null;
  readonly energyWh?: number | null;
};

export type Outcome = 'answered' | 'quoted' | 'not-found' | 'refused';

export type Notice = { readonly code: string; readonly text: string };

/** What a sentence says and its sources do not; `instead` is what they say in its place. */
export type Finding = { readonly kind: string; readonly said: string; readonly instead?: string };

export type AnswerSentence = {
  readonly text: string;
  readonly citations: readonly number[];
  readonly support: 'supported' | 'partial' | 'unsupported' | 'not-checked';
  readonly findings?: readonly Finding[];
  /** Where it stands in the text of the answer; absent of quotations. */
  readonly start?: number;
  readonly end?: number;
};

/** The task on whole documents that a question asks for; fewer documents than it takes: the person chooses them. */
export type OfferedTask = {
  readonly task: 'summarise' | 'compare' | 'extract' | 'draft';
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly instruction: string;
};

/** A finished answer. */
export type Answer = {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly answer: {
    readonly text: string;
    readonly language: Language;
    readonly sentences: readonly AnswerSentence[];
  };
  readonly sources: readonly Source[];
  readonly notices: readonly Notice[];
  readonly usage: Usage;
  readonly suggestions?: readonly string[];
  readonly offeredTask?: OfferedTask;
  /** Absent of a private document, as is the other. */
  readonly conversationId?: string;
  readonly messageId?: string;
  /** A source of it was lost while it was being written: nothing of it is shown. */
  readonly masked?: boolean;
};

export type AnswerIds = { readonly conversationId: string; readonly messageId: string };

/** Why an answer was not useful. `should-not-see` goes to the administrators. */
export type FeedbackReason =
  | 'wrong'
  | 'outdated'
  | 'incomplete'
  | 'off-topic'
  | 'source-does-not-say'
  | 'should-not-see';

/** What the person said of an answer. */
export type Feedback = {
  readonly useful: boolean;
  readonly reasons: readonly FeedbackReason[];
  readonly comment?: string;
};

/** What arrives while an answer is made. Events of other names are ignored. */
export type AskEvent =
  | {
      readonly type: 'meta';
      /** `null` of a private document, of which nothing is kept. */
      readonly ids: AnswerIds | null;
      readonly resumable?: boolean;
      readonly provider: string | null;
      readonly model: string | null;
      readonly language: Language;
      /** Absent of a task, which searches nothing, and of a private document. */
      readonly scope?: ScopeCounts;
      readonly searchedFor?: string;
    }
  /** Of a task: step `step` of `of` begins. */
  | { readonly type: 'progress'; readonly step: number; readonly of: number }
  | { readonly type: 'sources'; readonly sources: readonly Source[] }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'verdict'; readonly sentence: AnswerSentence }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'done'; readonly answer: Answer }
  | { readonly type: 'error'; readonly problem: Problem };

export type ConversationCard = {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/**
 * A source of an old answer: those that may no longer be read keep only their number. `changed`: its document has a newer
 * version than the answer.
 */
export type StoredSource = ReadableSource | { readonly n: number; readonly readable: false };

export type ReadableSource = Source & { readonly readable: true; readonly changed?: true };

export type StoredMessage = {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly outcome: Outcome | null;
  readonly sentences: readonly AnswerSentence[];
  readonly createdAt: string;
  readonly sources: readonly StoredSource[];
  readonly masked: boolean;
  /** Of an answer only; absent of one that an earlier version kept. */
  readonly language?: Language;
  readonly searchedFor?: string;
  readonly suggestions?: readonly string[];
  readonly offeredTask?: OfferedTask;
  readonly notices?: readonly Notice[];
  readonly usage?: Usage;
  readonly complete?: boolean;
  readonly retryOf?: string | null;
  readonly supersededBy?: string | null;
  readonly feedback?: Feedback | null;
};

/** With whom a conversation is shared. `hasMore`: something was said since. */
export type Share = {
  readonly principal: string;
  readonly name: string;
  readonly sharedAt: string;
  readonly hasMore: boolean;
};

/** A conversation that somebody shares; without a title where something of it is hidden. */
export type SharedCard = {
  readonly id: string;
  readonly title: string | null;
  readonly sharedBy: { readonly id: string; readonly name: string };
  readonly sharedAt: string;
};

/** The same with what the person may see of it. */
export type SharedConversation = SharedCard & { readonly messages: readonly StoredMessage[] };

export type Conversation = ConversationCard & { readonly messages: readonly StoredMessage[] };

/** What went wrong, in the server's words. `code` is `NETWORK` when no server answered. */
export type Problem = {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
  /** Seconds after which it is worth trying again. */
  readonly retryAfterSeconds?: number;
};
