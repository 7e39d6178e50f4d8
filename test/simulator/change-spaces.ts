import type { Query, WorkplaceDatabase } from './database.ts';
import { type Rights, rightsFromAbove } from './read-documents.ts';
import { anEvent, nextSequence, record } from './record.ts';

/** How a space is called and treated. */
export type SpaceCard = {
  readonly title?: string;
  readonly classification?: string;
  readonly assistant?: 'allowed' | 'excluded';
};

export const roles = ['animateur', 'contributeur', 'visiteur'] as const;
export type Role = (typeof roles)[number];

/** What people do with spaces and folders; each writes its events in the same transaction. */
export function changeSpaces(database: WorkplaceDatabase, tenant: string) {
  const say = (query: Query, sequence: number, type: string, subject: string, data: object = {}) =>
    record(query, tenant, anEvent(tenant, sequence, { type, subject, data }));
  const setStatus = (id: string, status: 'archived' | 'deleted') =>
    database.transaction(async (query) => {
      const sequence = await nextSequence(query, tenant);
      await query('update space set status = $3, status_sequence = $4 where tenant = $1 and id = $2', [
        tenant,
        id,
        status,
        sequence,
      ]);
      if (status === 'deleted') {
        const there = [tenant, id];
        await query('update document set deleted = true where tenant = $1 and space = $2', there);
        await query("delete from membership where tenant = $1 and container = 'space:' || $2", there);
      }
      await say(query, sequence, `space.${status}`, `space/${id}`);
    });
  const changeMembers = (
    container: string,
    added: Readonly<Record<string, Role | null>>,
    removed: readonly string[],
  ) =>
    database.transaction(async (query) => {
      const sequence = await nextSequence(query, tenant);
      for (const [member, role] of Object.entries(added))
        await query(
          `insert into membership (tenant, container, member, role) values ($1, $2, $3, $4)
           on conflict (tenant, container, member) do update set role = $4`,
          [tenant, container, spelled(member), role],
        );
      await query('delete from membership where tenant = $1 and container = $2 and member = any($3)', [
        tenant,
        container,
        removed.map(spelled),
      ]);
      await query(
        `insert into container (tenant, principal, sequence) values ($1, $2, $3)
         on conflict (tenant, principal) do update set sequence = $3`,
        [tenant, container, sequence],
      );
      const [kind, id] = splitPrincipal(container);
      await say(query, sequence, `${kind}.members.changed`, `${kind}/${id}`, {
        added: Object.keys(added),
        removed,
      });
    });

  return {
    /** Announces a space, then its members; also brings back one that was deleted or archived, without what it held. */
    async createSpace(
      id: string,
      card: SpaceCard = {},
      members: Readonly<Record<string, Role>> = {},
    ): Promise<void> {
      const { title = `Espace ${id}`, classification = 'internal', assistant = 'allowed' } = card;
      await database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        await query(
          `insert into space (tenant, id, title, classification, assistant, card_sequence, status_sequence)
           values ($1, $2, $3, $4, $5, $6, $6)
           on conflict (tenant, id) do update set title = $3, classification = $4, assistant = $5, status = 'active',
             card_sequence = $6, status_sequence = $6`,
          [tenant, id, title, classification, assistant, sequence],
        );
        await say(query, sequence, 'space.created', `space/${id}`, { title, classification, assistant });
      });
      await changeMembers(`space:${id}`, members, []);
    },

    updateSpace: (id: string, card: SpaceCard): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        const [row] = await query<Required<SpaceCard>>(
          `update space set title = coalesce($3, title), classification = coalesce($4, classification),
             assistant = coalesce($5, assistant), card_sequence = $6
           where tenant = $1 and id = $2 returning title, classification, assistant`,
          [tenant, id, card.title ?? null, card.classification ?? null, card.assistant ?? null, sequence],
        );
        if (!row) throw new Error(`no space ${id}`);
        await say(query, sequence, 'space.updated', `space/${id}`, row);
      }),
    archiveSpace: (id: string): Promise<void> => setStatus(id, 'archived'),
    /** Deletes it with all that stands in it and without members, in one event. */
    deleteSpace: (id: string): Promise<void> => setStatus(id, 'deleted'),

    addMember: (space: string, member: string, role: Role = 'contributeur'): Promise<void> =>
      changeMembers(`space:${space}`, { [member]: role }, []),
    removeMember: (space: string, member: string): Promise<void> =>
      changeMembers(`space:${space}`, {}, [member]),
    changeGroup: (
      id: string,
      {
        added = [],
        removed = [],
      }: { readonly added?: readonly string[]; readonly removed?: readonly string[] },
    ): Promise<void> =>
      changeMembers(`group:${id}`, Object.fromEntries(added.map((member) => [member, null])), removed),

    /** Makes a folder. It says nothing of rights unless `acl` is given. */
    addFolder: (given: {
      readonly id: string;
      readonly space: string;
      readonly parent?: string;
      readonly acl?: Rights;
    }): Promise<void> =>
      database.transaction(async (query) => {
        await query('insert into folder (tenant, id, space, parent) values ($1, $2, $3, $4)', [
          tenant,
          given.id,
          given.space,
          given.parent ?? null,
        ]);
        if (given.acl) await setFolderRights(query, given.id, given.acl);
      }),
    /** Gives a folder rights of its own, or with `null` those from above. */
    setFolderRights: (id: string, acl: Rights | null): Promise<void> =>
      database.transaction((query) => setFolderRights(query, id, acl)),
  };

  async function setFolderRights(query: Query, id: string, acl: Rights | null): Promise<void> {
    const sequence = await nextSequence(query, tenant);
    const [row] = await query<{ space: string }>(
      'update folder set acl = $3, acl_version = $4 where tenant = $1 and id = $2 returning space',
      [tenant, id, acl === null ? null : JSON.stringify(acl), sequence],
    );
    if (!row) throw new Error(`no folder ${id}`);
    const { rights, version } = await rightsFromAbove(query, tenant, row.space, id);
    await say(query, sequence, 'folder.acl.changed', `folder/${id}`, {
      space: row.space,
      acl: { restrictedTo: [], deny: [], ...rights, inherited: acl === null },
      aclVersion: Math.max(version, sequence),
    });
  }
}

/** `grp:` and `group:` are the same kind; both are written in events, one is kept. */
const spelled = (principal: string) => principal.replace(/^grp:/, 'group:');

/** Kind and id of a principal, `grp:42/drh` as `['group', '42/drh']`. */
export function splitPrincipal(principal: string): [kind: string, id: string] {
  const at = principal.indexOf(':');
  return [principal.slice(0, at), principal.slice(at + 1)];
}
