import { type AccessFilter, brandAccessFilter } from '../../src/core/access/access-filter.ts';

/** Makes what `authoriseCaller()` would give; class ids may come in any order and repeatedly. */
export function anAccessFilter({
  org = 'bellerive',
  user = 'alice',
  accessClasses = [1],
}: {
  readonly org?: string;
  readonly user?: string;
  readonly accessClasses?: readonly number[];
} = {}): AccessFilter {
  return brandAccessFilter({ org, user, accessClasses: [...new Set(accessClasses)].sort((a, b) => a - b) });
}
