import { useCallback } from 'react';
import type { Name } from '../api/names.ts';
import { useLoaded } from '../interface/use-loaded.ts';
import { useClient, useSession } from '../session/session.ts';

/**
 * What principals (`user:…`, `group:…`, `space:…`) are called; their ids until that is known, and where nobody says: auditors are
 * told no names of people.
 */
export function usePrincipalNames(principals: readonly string[]): (principal: string) => string {
  const { names } = useClient();
  const { roles } = useSession();
  const wanted = [...new Set(principals)].sort().join('\n');
  const maySee = roles.has('admin');
  const { value } = useLoaded(
    useCallback(
      async (signal) => {
        const idsOf = (kind: string) =>
          wanted
            .split('\n')
            .filter((principal) => principal.startsWith(`${kind}:`))
            .map((principal) => principal.slice(kind.length + 1))
            .filter(Boolean);
        const read = async (kind: string, ask: (ids: readonly string[]) => Promise<readonly Name[]>) => {
          const ids = maySee ? idsOf(kind) : [];
          const found = ids.length === 0 ? [] : await ask(ids);
          return found.map(({ id, text }): [string, string] => [`${kind}:${id}`, text]);
        };
        const known = await Promise.all([
          read('user', (ids) => names.peopleOf(ids, signal)),
          read('group', (ids) => names.groupsOf(ids, signal)),
          read('space', (ids) => names.spacesOf(ids, signal)),
        ]);
        return new Map(known.flat());
      },
      [names, wanted, maySee],
    ),
  );
  return (principal) => value?.get(principal) ?? principal.slice(principal.indexOf(':') + 1);
}

/** Titles of documents by id, of those that the person may read; each of the others stays its id. */
export function useDocumentTitles(ids: readonly string[]): (id: string) => string {
  const { names } = useClient();
  const wanted = [...new Set(ids)].sort().slice(0, titlesAtMost).join('\n');
  const { value } = useLoaded(
    useCallback(
      async (signal) => {
        const titles = wanted
          .split('\n')
          .filter(Boolean)
          .map(async (id) => {
            const title = await names.documentOf(id, signal).then(
              ({ text }) => text,
              () => id,
            );
            return [id, title] as const;
          });
        return new Map(await Promise.all(titles));
      },
      [names, wanted],
    ),
  );
  return (id) => value?.get(id) ?? id;
}

/** Each costs a request. */
const titlesAtMost = 50;
