import type { OrganisationId } from '../document.ts';

declare const authorised: unique symbol;

/**
 * What one caller may read at this moment. Every search takes one; nothing is searched without.
 * Only `authoriseCaller()` makes it (and the test builder): see the `access-filter-maker` rule of dependency-cruiser.
 */
export type AccessFilter = {
  readonly org: OrganisationId;
  readonly user: string;
  /** Ids of the access classes that the caller may read, ascending, without repetition. Empty = nothing at all. */
  readonly accessClasses: readonly number[];
  readonly [authorised]: true;
};

/** Makes the brand. Call it from `authoriseCaller()` only. */
export function brandAccessFilter(filter: Omit<AccessFilter, typeof authorised>): AccessFilter {
  return Object.freeze({ ...filter }) as AccessFilter;
}
