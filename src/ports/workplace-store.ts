import type { EventOutcome } from '../core/contract/event-result.ts';
import type { WorkplaceEvent } from '../core/contract/events.ts';
import type { DocumentKey, DocumentState } from '../core/document.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { ItemContent } from '../core/workplace/item.ts';
import type { Source } from '../core/workplace/source.ts';
import type { Lane } from './document-store.ts';

/** Where the bytes of one version of a document are to be fetched. */
export type FetchWork = DocumentKey & {
  readonly version: number;
  /** As of a `WorkItem`. */
  readonly claim: number;
  readonly source: string;
  /** The id of the document at its workplace. */
  readonly itemId: string;
  readonly content: Pick<ItemContent, 'dataref' | 'size' | 'sha256' | 'contentVersion'>;
};

/** How far a document of a workplace has come. */
export type ItemStatus = {
  readonly id: string;
  readonly documentId: string;
  /** `null`: it is not there, or no longer. */
  readonly state: DocumentState | null;
  readonly reason: ReasonCode | null;
  /** As the workplace counts them; 0 while nothing was said. */
  readonly contentVersion: number;
  readonly aclVersion: number;
  readonly tries: number;
  readonly queuedAt: Date | null;
};

/** A document that its source wants to be asked about; `asked` is the id of the document or chunk in question. */
export type LateChecked = { readonly asked: string; readonly source: string; readonly itemId: string };

/** What workplaces say, and what becomes of it. */
export type WorkplaceStore = {
  /**
   * Takes events into account in one transaction: when it resolves, rights and places hold. Outcomes are in the order of the
   * events. `rejected`: how many more of the same delivery were not worth that.
   * @throws AppError `TOO_MANY_DELIVERIES` when those of one organisation come faster than they can be taken
   */
  apply(
    source: Source,
    events: readonly WorkplaceEvent[],
    delivery: { readonly lane: Lane; readonly now: Date; readonly rejected: number },
  ): Promise<readonly EventOutcome[]>;
  /** Takes up the fetching of a version: `null` when there is nothing to fetch for it any more. */
  beginFetch(key: DocumentKey, version: number): Promise<FetchWork | null>;
  /** Records that the bytes are here, and asks for them to be read. `false` when another version is wanted meanwhile. */
  endFetch(key: DocumentKey, version: number, lane: Lane): Promise<boolean>;
  findItem(source: Pick<Source, 'org' | 'id'>, id: string): Promise<ItemStatus | null>;
  /** Whether anything was ever said of one of these documents. */
  knowsAny(source: Pick<Source, 'org' | 'id'>, ids: readonly string[]): Promise<boolean>;
  /** Whether any source of the organisation wants to be asked before its documents are read. */
  declaresLateCheck(org: string): Promise<boolean>;
  /** Those of the documents, or of the documents of chunks, whose sources do; an attachment is asked about as what it is attached to. */
  listLateChecked(
    org: string,
    among: { readonly documents: readonly string[] } | { readonly chunks: readonly string[] },
  ): Promise<readonly LateChecked[]>;
  /** Documents by the ids that a program calls them: ours, and those of the source. Ids that name none are absent. */
  findDocumentIds(
    org: string,
    source: string | null,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Removes documents whose retention has ended by now, with their attachments. Gives how many. */
  endRetention(org: string, now: Date): Promise<number>;
  /** Forgets ids of events that were received before. Gives how many. */
  forgetIds(org: string, before: Date): Promise<number>;
};
