import type { WorkplaceDatabase } from './database.ts';
import type { DocumentRow, Rights } from './read-documents.ts';

/** What holds at the workplace at this moment. */
export type Truth = {
  /** Every document that is there → what it is called. */
  readonly titles: ReadonlyMap<string, string>;
  /** Every document that is there → who may open it at the workplace, sorted. */
  readonly mayOpen: ReadonlyMap<string, readonly string[]>;
  /** The same for what an assistant may find: without encrypted documents, and spaces that are archived or excluded from it. */
  readonly mayFind: ReadonlyMap<string, readonly string[]>;
};

type Membership = { readonly container: string; readonly member: string };
type Folder = { readonly id: string; readonly parent: string | null; readonly acl: Rights | null };

const spelled = (principal: string) => principal.replace(/^grp:/, 'group:');

/**
 * Who may read which document now, from the workplace's own tables, one person and one document at a time: slow, and
 * nothing clever. Nothing of Sourcier is used.
 */
export async function tellTruth(database: WorkplaceDatabase, tenant: string): Promise<Truth> {
  const { guests, people, memberships, spaces, folders, documents } = await database.transaction(
    async (query) => {
      const all = <Row extends object>(table: string) =>
        query<Row>(`select * from ${table} where tenant = $1`, [tenant]);
      return {
        guests: (await all<{ guests: string }>('organisation'))[0]?.guests,
        people: await all<{ id: string; status: string; guest: boolean }>('person'),
        memberships: await all<Membership>('membership'),
        spaces: await all<{ id: string; status: string; assistant: string }>('space'),
        folders: await all<Folder>('folder'),
        documents: await all<DocumentRow>('document'),
      };
    },
    { snapshot: true },
  );

  const principalsOf = (person: string): Set<string> => {
    const found = new Set([`user:${person}`, `org:${tenant}`]);
    for (let before = 0; before < found.size; ) {
      before = found.size;
      for (const { container, member } of memberships)
        if (found.has(spelled(member))) found.add(spelled(container));
    }
    return found;
  };
  const readers = people
    .filter(({ status, guest }) => status === 'active' && !(guest && guests === 'excluded'))
    .map(({ id }) => ({ id, principals: principalsOf(id) }));

  const rightsOf = ({ acl, folder, space }: DocumentRow): Rights => {
    if (acl) return acl;
    for (let id = folder; id !== null; ) {
      const found = folders.find((one) => one.id === id);
      if (!found) return { allow: [] };
      if (found.acl) return found.acl;
      id = found.parent;
    }
    return { allow: [`space:${space}`] };
  };

  const titles = new Map<string, string>();
  const mayOpen = new Map<string, string[]>();
  const mayFind = new Map<string, string[]>();
  for (const document of documents) {
    const space = spaces.find(({ id }) => id === document.space);
    const isOver = document.retention_until !== null && document.retention_until <= new Date();
    if (document.deleted || isOver || !space || space.status === 'deleted') continue;
    const { allow, restrictedTo = [], deny = [] } = rightsOf(document);
    const who: string[] = [];
    for (const { id, principals } of readers) {
      const isAnyOf = (list: readonly string[]) =>
        list.some((principal) => principals.has(spelled(principal)));
      if (!isAnyOf(allow)) continue;
      if (restrictedTo.length > 0 && !isAnyOf(restrictedTo)) continue;
      if (isAnyOf(deny)) continue;
      who.push(id);
    }
    titles.set(document.id, document.title);
    mayOpen.set(document.id, who.sort());
    const isOpen = space.status === 'active' && space.assistant === 'allowed';
    if (document.encryption === 'none' && isOpen) mayFind.set(document.id, who);
  }
  return { titles, mayOpen, mayFind };
}
