/**
 * Where a text stands in its file, in the words that its readers use. Everything counts from 1, except seconds.
 * `page` also stands for the pages of an office document, once a rendition of it gave them.
 */
export type Place =
  | { readonly kind: 'page' | 'slide'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'cells';
      readonly sheet: string;
      /** Letters of the columns, as spreadsheets show them. */
      readonly firstColumn: string;
      readonly lastColumn: string;
      readonly firstRow: number;
      readonly lastRow: number;
    }
  /** Words spoken between two moments, in seconds from the start. */
  | {
      readonly kind: 'speech';
      readonly speakers: readonly string[];
      readonly fromSeconds: number;
      readonly toSeconds: number;
    };

/** What a text is when it is no part of the running text: it is kept apart, in chunks and sections of its own. */
export const asides = ['note', 'comment', 'speaker-notes', 'mail-history', 'mail-signature'] as const;
export type Aside = (typeof asides)[number];

/** The smallest place around two of one kind; the first where they cannot be joined. */
export function joinPlaces(one: Place | null, other: Place | null): Place | null {
  if (one === null || other === null) return one ?? other;
  if (one.kind === 'cells' && other.kind === 'cells' && one.sheet === other.sheet)
    return {
      ...one,
      firstColumn: earlierColumn(one.firstColumn, other.firstColumn),
      lastColumn: laterColumn(one.lastColumn, other.lastColumn),
      firstRow: Math.min(one.firstRow, other.firstRow),
      lastRow: Math.max(one.lastRow, other.lastRow),
    };
  if (one.kind === 'speech' && other.kind === 'speech')
    return {
      kind: 'speech',
      speakers: [...new Set([...one.speakers, ...other.speakers])],
      fromSeconds: Math.min(one.fromSeconds, other.fromSeconds),
      toSeconds: Math.max(one.toSeconds, other.toSeconds),
    };
  const bothPages = one.kind === 'page' && other.kind === 'page';
  const bothSlides = one.kind === 'slide' && other.kind === 'slide';
  if (!bothPages && !bothSlides) return one;
  return { kind: one.kind, from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/** Pages of a place as a viewer counts them, slides included; `null` where it has none. */
export function pagesOfPlace(place: Place | null): { readonly from: number; readonly to: number } | null {
  return place?.kind === 'page' || place?.kind === 'slide' ? { from: place.from, to: place.to } : null;
}

/** A place on one page. */
export const onPage = (page: number): Place => ({ kind: 'page', from: page, to: page });

// "Z" comes before "AA": shorter letters are smaller numbers.
function earlierColumn(one: string, other: string): string {
  return one.length !== other.length ? (one.length < other.length ? one : other) : one < other ? one : other;
}

function laterColumn(one: string, other: string): string {
  return earlierColumn(one, other) === one ? other : one;
}
