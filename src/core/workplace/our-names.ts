import type { Acl } from '../contract/acl.ts';
import type { WorkplaceEvent } from '../contract/events.ts';
import { principalOf } from '../contract/principal.ts';
import type { Source } from './source.ts';

/**
 * The event with principals as they are kept here: `org:` and the tenant of the source is this organisation. Another tenant's
 * organisation is nobody, also where its name at the workplace happens to be that of an organisation here.
 */
export function inOurNames<E extends WorkplaceEvent>(source: Pick<Source, 'org' | 'tenant'>, event: E): E {
  const named = (written: string): string => {
    const principal = principalOf(written);
    if (!principal.startsWith('org:')) return principal;
    // No id of an organisation begins with a slash.
    return principal === `org:${source.tenant}` ? `org:${source.org}` : principal.replace('org:', 'org:/');
  };
  const ruled = (acl: Acl): Acl => ({
    ...acl,
    allow: acl.allow.map(named),
    restrictedTo: acl.restrictedTo.map(named),
    deny: acl.deny.map(named),
  });
  const { data } = event;
  return {
    ...event,
    data: {
      ...data,
      ...('acl' in data && { acl: ruled(data.acl) }),
      ...('members' in data && { members: data.members.map(named) }),
      ...('added' in data && { added: data.added.map(named), removed: data.removed.map(named) }),
    },
  };
}
