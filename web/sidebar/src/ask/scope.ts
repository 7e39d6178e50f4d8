import type { AskScope } from '../../../shared/api/types.ts';
import type { HostContext } from '../host/contract.ts';

/** How far a question looks, the narrowest first. */
export const scopeNames = ['document', 'folder', 'space', 'everything'] as const;
export type ScopeName = (typeof scopeNames)[number];
/** One of these, or a space of the person that the workplace does not show. */
export type ScopeChoice = ScopeName | `space:${string}`;

/** What the workplace shows that a question can be held to, the narrowest first; always `everything` at the end. */
export function availableScopes({ documentId, folder, spaceId }: HostContext): readonly ScopeName[] {
  const isThere = { document: documentId, folder, space: spaceId, everything: true };
  return scopeNames.filter((name) => Boolean(isThere[name]));
}

/** Where a question looks until the person chooses: the narrowest, unless the workplace says that nobody chose what shows. */
export function firstScope(context: HostContext): ScopeName {
  const [narrowest = 'everything'] = availableScopes(context);
  return context.looksEverywhere ? 'everything' : narrowest;
}

/** The scope that the API understands; a name whose thing is no longer shown means everything. */
export function scopeOf(name: ScopeChoice, { documentId, folder, spaceId }: HostContext): AskScope {
  if (name.startsWith('space:')) return { spaces: [name.slice('space:'.length)] };
  if (name === 'document' && documentId) return { documents: [documentId] };
  if (name === 'folder' && folder) return { folders: [folder], ...(spaceId && { spaces: [spaceId] }) };
  if (name === 'space' && spaceId) return { spaces: [spaceId] };
  return {};
}

/** What a question was held to. */
export function nameOfScope({ documents, folders, spaces }: AskScope): ScopeName {
  if (documents !== undefined) return 'document';
  if (folders !== undefined) return 'folder';
  return spaces === undefined ? 'everything' : 'space';
}
