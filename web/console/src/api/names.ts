import type { Connection } from './connection.ts';

/** Somebody or something that the organisation has, as a list shows it. */
export type Name = { readonly id: string; readonly text: string; readonly detail: string | null };

/** The names that hold what was typed, the nearest first; `hasMore`: there are others. */
export type FoundNames = { readonly names: readonly Name[]; readonly hasMore: boolean };

export type FindNames = (text: string, signal: AbortSignal) => Promise<FoundNames>;

type Person = {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly disabled: boolean;
};
type Titled = { readonly id: string; readonly title: string };
type Page<Key extends string, Row> = Readonly<Record<Key, readonly Row[]>> & {
  readonly nextCursor: string | null;
};

const shown = 20;
/** As many ids as the server looks at in one request. */
const idsAtOnce = 200;

/** Whom and what the organisation has, by name. Documents are those that the person may read themselves. */
export function namesApi({ get }: Pick<Connection, 'get'>) {
  const named = async <Key extends string, Row>(
    path: string,
    key: Key,
    toName: (row: Row) => Name,
    query: string,
    signal: AbortSignal,
  ): Promise<FoundNames> => {
    const page = await get<Page<Key, Row>>(`${path}?${query}`, {}, signal);
    return { names: page[key].map(toName), hasMore: page.nextCursor !== null };
  };
  const search = (text: string) => `${new URLSearchParams({ q: text, limit: `${shown}` })}`;
  const these = (ids: readonly string[]) =>
    `${new URLSearchParams([['limit', `${idsAtOnce}`], ...ids.slice(0, idsAtOnce).map((id) => ['id', id])])}`;
  const people = (query: string, signal: AbortSignal) =>
    named('/v1/admin/people', 'people', personName, query, signal);
  const groups = (query: string, signal: AbortSignal) =>
    named('/v1/admin/groups', 'groups', titleName, query, signal);
  const spaces = (query: string, signal: AbortSignal) =>
    named('/v1/admin/spaces', 'spaces', titleName, query, signal);
  return {
    findPeople: ((text, signal) => people(search(text), signal)) satisfies FindNames,
    findGroups: ((text, signal) => groups(search(text), signal)) satisfies FindNames,
    findSpaces: ((text, signal) => spaces(search(text), signal)) satisfies FindNames,
    findDocuments: ((text, signal) =>
      named('/v1/documents', 'documents', documentName, search(text), signal)) satisfies FindNames,
    peopleOf: async (ids: readonly string[], signal: AbortSignal) => (await people(these(ids), signal)).names,
    groupsOf: async (ids: readonly string[], signal: AbortSignal) => (await groups(these(ids), signal)).names,
    spacesOf: async (ids: readonly string[], signal: AbortSignal) => (await spaces(these(ids), signal)).names,
    documentOf: async (id: string, signal: AbortSignal) =>
      documentName(
        await get<Titled & { path: string }>(`/v1/documents/${encodeURIComponent(id)}`, {}, signal),
      ),
    /** All spaces by title, whether the person belongs to them or not. */
    allSpaces: async (signal: AbortSignal): Promise<readonly Titled[]> => {
      const all: Titled[] = [];
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const page: Page<'spaces', Titled> = await get(
          '/v1/admin/spaces',
          { limit: idsAtOnce, cursor },
          signal,
        );
        all.push(...page.spaces);
        cursor = page.nextCursor;
      }
      return all;
    },
  };
}

const personName = ({ id, name, title }: Person): Name => ({
  id,
  text: name,
  detail: [title, id].filter(Boolean).join(' · '),
});
const titleName = ({ id, title }: Titled): Name => ({ id, text: title, detail: id === title ? null : id });
const documentName = ({ id, title, path }: Titled & { readonly path: string }): Name => ({
  id,
  text: title,
  // A path that says no more than the title is not worth a line.
  detail: path.replace(/\.[^./]*$/, '') === title ? null : path,
});
