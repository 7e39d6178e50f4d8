import type { AccessFilter } from '../core/access/access-filter.ts';

/** What counts as exposed: open to a guest, or to more than this share (0–1) of the people of the organisation. */
export type ExposureQuery = { readonly threshold: number; readonly space?: string };

/** How much of a space many people could find, in numbers and ids: nothing of what its documents say. */
export type ExposedSpace = {
  readonly id: string;
  readonly title: string;
  readonly assistantEnabled: boolean;
  /** People who may read something of it. */
  readonly people: number;
  readonly documents: number;
  /** Documents whose text was not read: what mentions they carry is not known. */
  readonly unread: number;
  readonly aboveThreshold: number;
  readonly openToGuests: number;
  /** One or the other. */
  readonly exposed: number;
  /** Exposed documents that carry a restricting mention of sensitivity. */
  readonly sensitive: number;
  /** Who added most of the exposed ones; `null`: a folder did. */
  readonly owners: readonly { readonly user: string | null; readonly documents: number }[];
};

export type ExposureSummary = {
  /** People of the organisation, guests among them. */
  readonly people: number;
  readonly guests: number;
  /** The most exposed first: by sensitive documents, then those open to guests, then those above the threshold. */
  readonly spaces: readonly ExposedSpace[];
};

export type ExposedDocument = {
  readonly id: string;
  readonly space: string;
  readonly title: string;
  readonly path: string;
  /** How many may read it, and how many of them are guests. */
  readonly people: number;
  readonly guests: number;
  readonly isSensitive: boolean;
  readonly owner: string | null;
};

/** Where a list of exposed documents goes on: after this one. */
export type ExposedPlace = Pick<ExposedDocument, 'id' | 'people' | 'guests' | 'isSensitive'>;

/** What would become easy to find with an assistant, before a space is opened to it (R94). */
export type ExposureReport = {
  /** Of every space, or of the one that is asked about; no space where there is none of this id. */
  summarise(org: string, query: ExposureQuery): Promise<ExposureSummary>;
  /**
   * Exposed documents that the caller may read themselves, the most exposed first, and how many others there are: to
   * look after the organisation lets nobody read more.
   */
  listDocuments(
    within: AccessFilter,
    query: ExposureQuery & { readonly limit: number; readonly after?: ExposedPlace },
  ): Promise<{ readonly documents: readonly ExposedDocument[]; readonly withheld: number }>;
};
