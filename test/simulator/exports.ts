import { digestOf } from '../../src/core/contract/digest.ts';
import { splitPrincipal } from './change-spaces.ts';
import type { WorkplaceDatabase } from './database.ts';
import { type DocumentRow, listedDocument, placeOf, rightsFromAbove } from './read-documents.ts';
import { anEvent, type WrittenEvent, written } from './record.ts';

/** One page: its lines, and after what the next one begins. */
export type Page = { readonly events: readonly WrittenEvent[]; readonly after: string | null };

/** What the workplace offers to be read, from its own tables at one moment. */
export function createExports(database: WorkplaceDatabase, tenant: string) {
  return {
    /** Documents in the order of their ids, which never change: what stays there is listed exactly once. */
    items: (options: { space: string | null; after: string; limit: number }): Promise<Page> =>
      database.transaction(
        async (query) => {
          const rows = await query<DocumentRow>(
            `select document.* from document join space using (tenant)
             where tenant = $1 and space.id = document.space and space.status <> 'deleted' and not deleted
               and (retention_until is null or retention_until > now())
               and ($2::text is null or document.space = $2) and document.id collate "C" > $3
             order by document.id collate "C" limit $4`,
            [tenant, options.space, options.after, options.limit + 1],
          );
          const page = rows.slice(0, options.limit);
          const events = [];
          for (const row of page) events.push(await listedDocument(query, tenant, row));
          return { events, after: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
        },
        { snapshot: true },
      ),

    item: (id: string): Promise<WrittenEvent | null> =>
      database.transaction(
        async (query) => {
          const [row] = await query<DocumentRow>(
            `select document.* from document join space using (tenant)
             where tenant = $1 and document.id = $2 and space.id = document.space and space.status <> 'deleted'
               and not deleted and (retention_until is null or retention_until > now())`,
            [tenant, id],
          );
          return row ? listedDocument(query, tenant, row) : null;
        },
        { snapshot: true },
      ),

    /** People, groups, spaces with their members, folders that say something, and the policy. */
    directory: async (options: { after: number; limit: number }): Promise<Page> => {
      const all = await database.transaction((query) => listDirectory(query, tenant), { snapshot: true });
      const end = options.after + options.limit;
      return { events: all.slice(options.after, end), after: end < all.length ? String(end) : null };
    },

    digest: () =>
      database.transaction(
        async (query) => {
          const [organisation] = await query<{ sequence: string }>(
            'select sequence from organisation where tenant = $1',
            [tenant],
          );
          const rows = await query<DocumentRow>(
            `select document.* from document join space using (tenant)
             where tenant = $1 and space.id = document.space and space.status <> 'deleted' and not deleted
               and (retention_until is null or retention_until > now())`,
            [tenant],
          );
          const bySpace = new Map<string, { id: string; contentVersion: number; aclVersion: number }[]>();
          for (const row of rows) {
            const { aclVersion } = await placeOf(query, tenant, row);
            const items = bySpace.get(row.space) ?? [];
            items.push({ id: row.id, contentVersion: row.content_version, aclVersion });
            bySpace.set(row.space, items);
          }
          return {
            maxSequence: written(Number(organisation?.sequence ?? 0)),
            spaces: [...bySpace].map(([space, items]) => ({
              space,
              count: items.length,
              digest: digestOf(items),
            })),
          };
        },
        { snapshot: true },
      ),
  };
}

async function listDirectory(
  query: Parameters<Parameters<WorkplaceDatabase['transaction']>[0]>[0],
  tenant: string,
): Promise<WrittenEvent[]> {
  const events: WrittenEvent[] = [];
  const say = (sequence: string | number, type: string, subject: string, data: object) =>
    events.push(
      anEvent(tenant, Number(sequence), {
        type,
        subject,
        data,
        id: `directory-${type}-${subject}-${sequence}`,
      }),
    );
  const all = <Row extends object>(table: string, order: string) =>
    query<Row>(`select * from ${table} where tenant = $1 order by ${order} collate "C"`, [tenant]);

  for (const one of await all<{ guests: string; policy_sequence: string }>('organisation', 'tenant'))
    if (Number(one.policy_sequence) > 0)
      say(one.policy_sequence, 'org.policy.changed', 'org', { guests: one.guests });
  type PersonRow = {
    id: string;
    name: string;
    title: string | null;
    identities: object;
    guest: boolean;
    status: string;
    sequence: string;
  };
  for (const { id, name, title, identities, guest, status, sequence } of await all<PersonRow>('person', 'id'))
    if (status !== 'erased') {
      const data = { name, ...(title && { title }), identities, status, guest };
      say(sequence, 'user.upserted', `user/${id}`, data);
    }
  type SpaceRow = {
    id: string;
    title: string;
    classification: string;
    assistant: string;
    status: string;
    card_sequence: string;
    status_sequence: string;
  };
  const spaces = (await all<SpaceRow>('space', 'id')).filter(({ status }) => status !== 'deleted');
  for (const { id, title, classification, assistant, status, ...sequences } of spaces) {
    // A space that is made is active: of an archived one the properties are told, and that it is archived.
    const type = status === 'archived' ? 'space.updated' : 'space.created';
    say(sequences.card_sequence, type, `space/${id}`, { title, classification, assistant });
    if (status === 'archived') say(sequences.status_sequence, 'space.archived', `space/${id}`, {});
  }
  const isThere = (kind: string, id: string) => kind !== 'space' || spaces.some((space) => space.id === id);
  for (const { principal, sequence } of await all<{ principal: string; sequence: string }>(
    'container',
    'principal',
  )) {
    const [kind, id] = splitPrincipal(principal);
    if (!isThere(kind, id)) continue;
    const rows = await query<{ member: string }>(
      'select member from membership where tenant = $1 and container = $2 order by member',
      [tenant, principal],
    );
    const members = rows.map(({ member }) => member);
    say(sequence, `${kind}.members.snapshot`, `${kind}/${id}`, { members });
  }
  type FolderRow = { id: string; space: string; acl: object | null; acl_version: string };
  for (const { id, space, acl, acl_version } of await all<FolderRow>('folder', 'id')) {
    if (Number(acl_version) === 0 || !isThere('space', space)) continue;
    const { rights, version } = await rightsFromAbove(query, tenant, space, id);
    say(acl_version, 'folder.acl.changed', `folder/${id}`, {
      space,
      acl: { restrictedTo: [], deny: [], ...rights, inherited: acl === null },
      aclVersion: version,
    });
  }
  return events;
}
