/** push: the workplace calls Sourcier; pull: Sourcier fetches events from a workplace that cannot call out. */
export type SourceMode = 'push' | 'pull';

/**
 * A workplace, or a part of one, that speaks for documents of one organisation. With `isDirectory` it also says who the people,
 * groups, spaces and members are; one source of an organisation at most does.
 */
export type Source = {
  readonly org: string;
  /** Short name, unique within the organisation. */
  readonly id: string;
  readonly title: string;
  /** The organisation, as the workplace names it. */
  readonly tenant: string;
  readonly isDirectory: boolean;
  readonly mode: SourceMode;
  /** Where it can be asked what it holds; `null`: nowhere. Ends without a slash. */
  readonly exportUrl: string | null;
  /** Origins from which bytes may be fetched, beside that of `exportUrl`. */
  readonly contentOrigins: readonly string[];
  /** Where it wants to hear what became of its documents. */
  readonly receiptsUrl: string | null;
  /** Where it wants to be asked, at the moment of reading, whether somebody may read its documents; `null`: it does not. */
  readonly lateCheckUrl: string | null;
  /** False: its events are refused, its documents stay. */
  readonly enabled: boolean;
};

/** `document.source` of what a source of this id announces; no other way into Sourcier makes such a name. */
export const documentSourceOf = (sourceId: string): string => `workplace:${sourceId}`;

/** Whether a document is called what its source calls it, whatever the file calls itself: an attachment has no name there. */
export const isNamedBySource = ({
  source,
  parentId,
}: {
  readonly source: string;
  readonly parentId: string | null;
}): boolean => parentId === null && source.startsWith(documentSourceOf(''));
