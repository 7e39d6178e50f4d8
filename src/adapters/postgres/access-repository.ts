import { type RawBuilder, sql } from 'kysely';
import { identitiesOf, membershipsOf } from '../../core/access/organisation-file.ts';
import type { Identity } from '../../core/access/trusted-issuer.ts';
import { AppError } from '../../core/errors.ts';
import type {
  AccessRepository,
  Belonging,
  Person,
  SpaceCard,
  TendedSpace,
} from '../../ports/access-repository.ts';
import { ensureAccessClass } from './access-class.ts';
import type { Database } from './database.ts';
import { setConversationsAside } from './held.ts';
import { inParts } from './in-parts.ts';
import { callerNames, readableClass } from './readable.ts';
import { recordAudit } from './record-audit.ts';

const roleColumns = [
  'id',
  'name',
  'is_owner as isOwner',
  'is_admin as isAdmin',
  'is_auditor as isAuditor',
] as const;
const personColumns = ['org', 'title', ...roleColumns] as const;

/** People, spaces and rights in PostgreSQL. */
export function createAccessRepository(db: Database): AccessRepository {
  return {
    applyOrganisation: (file, issuer) =>
      db.transaction().execute(async (transaction) => {
        const org = file.organisation;
        const directory = await transaction
          .selectFrom('source')
          .select('id')
          .where('org', '=', org)
          .where('is_directory', '=', true)
          .executeTakeFirst();
        if (directory) throw new AppError('ORGANISATION_MANAGED', { detail: `source: ${directory.id}` });
        const title = file.title ?? org;
        await transaction
          .insertInto('organisation')
          .values({ id: org, title })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ title }))
          .execute();

        const people = file.users.map((id) => ({
          org,
          id,
          name: file.people[id]?.name ?? id,
          title: file.people[id]?.role ?? null,
          is_admin: file.admins.includes(id),
          is_owner: file.owners.includes(id),
          is_auditor: file.auditors.includes(id),
          is_guest: file.guests.includes(id),
        }));
        for (const part of inParts(people))
          await transaction
            .insertInto('app_user')
            .values(part)
            .onConflict((conflict) =>
              conflict.columns(['org', 'id']).doUpdateSet(({ ref }) => ({
                name: ref('excluded.name'),
                title: ref('excluded.title'),
                is_admin: ref('excluded.is_admin'),
                is_owner: ref('excluded.is_owner'),
                is_auditor: ref('excluded.is_auditor'),
                is_guest: ref('excluded.is_guest'),
              })),
            )
            .execute();
        // Their conversations go with them, but for what is held.
        const listed = [...file.users];
        await setConversationsAside(transaction, org, sql`c.user_id <> all(${listed}::text[])`);
        await sql`delete from app_user u where u.org = ${org} and u.id <> all(${listed}::text[])`.execute(
          transaction,
        );

        await transaction.deleteFrom('user_identity').where('org', '=', org).execute();
        const identities = identitiesOf(file, issuer).map(({ user, ...identity }) => ({
          org,
          user_id: user,
          ...identity,
        }));
        for (const part of inParts(identities))
          await transaction.insertInto('user_identity').values(part).execute();

        await transaction.deleteFrom('user_group').where('org', '=', org).execute();
        const groups = Object.keys(file.groups).map((id) => ({ org, id, title: id }));
        for (const part of inParts(groups)) await transaction.insertInto('user_group').values(part).execute();

        for (const [id, { title: spaceTitle, sensitivity }] of Object.entries(file.spaces)) {
          const space = { title: spaceTitle, sensitivity };
          await transaction
            .insertInto('space')
            .values({ org, id, ...space })
            .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(space))
            .execute();
        }
        // A space that left the file keeps its documents, but has no members: nobody reads it, nothing is lost.
        await transaction.deleteFrom('membership').where('org', '=', org).execute();
        const memberships = membershipsOf(file).map((row) => ({ org, ...row }));
        for (const part of inParts(memberships))
          await transaction
            .insertInto('membership')
            .values(part)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        return { users: file.users.length, groups: groups.length, spaces: Object.keys(file.spaces).length };
      }),

    findPerson: async (org, by) => {
      const query = db
        .selectFrom('app_user')
        .select(personColumns)
        .where('org', '=', org)
        .where('disabled_at', 'is', null);
      const found = 'id' in by ? query.where('id', '=', by.id) : query.where(isKnownAs(org, by));
      return ((await found.executeTakeFirst()) as Person | undefined) ?? null;
    },

    findOrganisationsOf: async ({ issuer, subject }, among) => {
      if (among.length === 0) return [];
      const found = await db
        .selectFrom('user_identity')
        .select('org')
        .where('org', 'in', among)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .orderBy('org')
        .execute();
      return found.map(({ org }) => org);
    },

    listIdentities: (org, user) =>
      db
        .selectFrom('user_identity')
        .select(['issuer', 'subject'])
        .where('org', '=', org)
        .where('user_id', '=', user)
        .execute(),

    listRoles: (org) =>
      db
        .selectFrom('app_user')
        .select(roleColumns)
        .where('org', '=', org)
        .where((is) =>
          is.or([is('is_owner', '=', true), is('is_admin', '=', true), is('is_auditor', '=', true)]),
        )
        .orderBy('id')
        .execute(),

    setRoles: (org, user, { isAdmin, isAuditor }, by) =>
      db.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('app_user')
          .set({ is_admin: isAdmin, is_auditor: isAuditor })
          .where('org', '=', org)
          .where('id', '=', user)
          .returning([...roleColumns, 'pseudonym'])
          .executeTakeFirst();
        if (!changed) return null;
        const { pseudonym, ...person } = changed;
        const details = { user: pseudonym, admin: isAdmin, auditor: isAuditor };
        await recordAudit(transaction, org, by, 'roles-changed', details);
        return person;
      }),

    findPeople: async (org, ids) => {
      if (ids.length === 0) return [];
      const people = await db
        .selectFrom('app_user')
        .select('id')
        .where('org', '=', org)
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .where('disabled_at', 'is', null)
        .execute();
      return people.map(({ id }) => id);
    },

    listOrganisations: () => db.selectFrom('organisation').select(['id', 'title']).orderBy('id').execute(),

    findSpace: async (org, id) => {
      const organisation = await db
        .selectFrom('organisation')
        .select('id')
        .where('id', '=', org)
        .executeTakeFirst();
      if (!organisation) throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${org}` });
      const space = await db
        .selectFrom('space')
        .select(['id', 'title', 'sensitivity', 'assistant_enabled as assistantEnabled'])
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!space) throw new AppError('SPACE_UNKNOWN', { detail: `space: ${id}` });
      return space;
    },

    findTendedSpace: async (org, user, id) => {
      const { rows } = await sql<TendedSpace>`
        with recursive ${callerNames(org, user)}
        select s.id, s.title, s.assistant_enabled as "assistantEnabled", s.excluded_as as "excludedAs",
               s.excluded_at_source as "excludedAtSource", s.animators && caller.names as "isAnimator"
          from space s, caller where s.org = ${org} and s.id = ${id}`.execute(db);
      return rows[0] ?? null;
    },

    findBelonging: async (org, user) => {
      const { rows } = await sql<Belonging>`
        with recursive ${callerNames(org, user)}
        select o.title as organisation,
               coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title) order by s.title, s.id)
                  from space s, caller where s.org = ${org} and s.animators && caller.names), '[]') as animates
          from organisation o where o.id = ${org}`.execute(db);
      return rows[0] ?? { organisation: org, animates: [] };
    },

    listSpacesOf: async (org, user) => {
      const { rows } = await sql<SpaceCard>`
        with recursive ${callerNames(org, user)}
        select s.id, s.title, s.sensitivity, s.assistant_enabled as "assistantEnabled" from space s, caller
         where s.org = ${org} and ('space:' || s.id) = any(caller.names) order by s.title`.execute(db);
      return rows;
    },

    readableClasses: async (org, user) => {
      const { rows } = await sql<{ id: number }>`
        with recursive ${readableClass(org, user)} select id from readable_class order by id`.execute(db);
      return rows.map((row) => row.id);
    },

    findUnknownPrincipals: async (org, principals) => {
      const { rows } = await sql<{ name: string }>`
        select name from unnest(${[...principals]}::text[]) name
        except
        select * from (
          select 'org:' || id from organisation where id = ${org}
          union all select 'user:' || id from app_user where org = ${org}
          union all select 'group:' || id from user_group where org = ${org}
          union all select 'space:' || id from space where org = ${org}) known
        order by 1`.execute(db);
      return rows.map((row) => row.name);
    },

    ensureAccessClass: (org, rule) => ensureAccessClass(db, org, rule),
  };
}

/**
 * Of `app_user`: the person has this identity, and the organisation trusts who says so. One that trusts nobody has the
 * installation's own issuer, and no session of another one.
 */
function isKnownAs(org: string, { issuer, subject }: Identity): RawBuilder<boolean> {
  return sql<boolean>`app_user.id = (
    select i.user_id from user_identity i
     where i.org = ${org} and i.issuer = ${issuer} and i.subject = ${subject}
       and (not exists (select 1 from trusted_issuer t where t.org = ${org})
            or exists (select 1 from trusted_issuer t where t.org = ${org} and t.issuer = i.issuer)))`;
}
