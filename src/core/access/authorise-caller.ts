import type { AccessRepository } from '../../ports/access-repository.ts';
import { type AccessFilter, brandAccessFilter } from './access-filter.ts';

/**
 * Resolves what a caller may read at this moment: the only way to an `AccessFilter`. Somebody unknown may read nothing,
 * which looks like an organisation without documents.
 */
export async function authoriseCaller(
  deps: { readonly access: Pick<AccessRepository, 'readableClasses'> },
  caller: { readonly org: string; readonly user: string },
): Promise<AccessFilter> {
  const accessClasses = await deps.access.readableClasses(caller.org, caller.user);
  return brandAccessFilter({ org: caller.org, user: caller.user, accessClasses });
}
