import { type Aside, joinPlaces, type Place } from '../../place.ts';

/** A heading as it stands above texts; compared by identity, since two headings may read the same. */
export type Heading = { readonly level: number; readonly text: string; readonly place: Place | null };

/** How strongly the text is parted before a unit; headings stand above all, the outermost highest. */
export const parting = { word: 0, sentence: 1, line: 2, block: 3, page: 4 } as const;

/** Parting before a heading of this level (1 is outermost). */
export function headingParting(level: number): number {
  return parting.page + 1 + Math.max(0, 9 - level);
}

/** The smallest piece of a document, never cut: a paragraph, list item or table row, or a part of one that is too long. */
export type Unit = {
  readonly text: string;
  readonly tokens: number;
  readonly place: Place | null;
  readonly aside: Aside | null;
  readonly recognised: number | null;
  /** What stands between the unit before and this one when no heading does. */
  readonly glue: string;
  readonly parting: number;
  /** Headings that stand directly before this unit, outermost first. */
  readonly lead: readonly Heading[];
  readonly leadTokens: number;
  /** Headings above this unit, outermost first. */
  readonly path: readonly Heading[];
  /** Header row of the table that this row belongs to; `null` outside tables and where the header stands in `text`. */
  readonly header: string | null;
  readonly headerTokens: number;
};

/** The outermost headings that all the paths have in common. */
export function commonPath(paths: readonly (readonly Heading[])[]): readonly Heading[] {
  const [first = [], ...others] = paths;
  const differs = first.findIndex((heading, depth) => others.some((path) => path[depth] !== heading));
  return differs === -1 ? first : first.slice(0, differs);
}

/** The place of a run of units, first to last. */
export function placeOf(units: readonly Unit[]): Place | null {
  return units.reduce<Place | null>((place, unit) => joinPlaces(place, unit.place), null);
}
