import { sql } from 'kysely';
import { normaliseAccessRule } from '../../core/access/access-rule.ts';
import { membershipsOf } from '../../core/access/organisation-file.ts';
import { AppError } from '../../core/errors.ts';
import type { AccessRepository, Person, SpaceCard } from '../../ports/access-repository.ts';
import type { Database } from './database.ts';
import { callerNames, readableClass } from './readable.ts';

/** People, spaces and rights in PostgreSQL. */
export function createAccessRepository(db: Database): AccessRepository {
  const personColumns = ['org', 'id', 'issuer', 'subject', 'name', 'title', 'is_admin as isAdmin'] as const;
  return {
    applyOrganisation: (file, issuer) =>
      db.transaction().execute(async (transaction) => {
        const org = file.organisation;
        const title = file.title ?? org;
        await transaction
          .insertInto('organisation')
          .values({ id: org, title })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ title }))
          .execute();

        for (const id of file.users) {
          const person = {
            name: file.people[id]?.name ?? id,
            title: file.people[id]?.role ?? null,
            is_admin: file.admins.includes(id),
            is_guest: file.guests.includes(id),
          };
          await transaction
            .insertInto('app_user')
            .values({ org, id, issuer, subject: id, ...person })
            .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(person))
            .execute();
        }
        const absentUsers = transaction.deleteFrom('app_user').where('org', '=', org);
        await (file.users.length ? absentUsers.where('id', 'not in', file.users) : absentUsers).execute();

        await transaction.deleteFrom('user_group').where('org', '=', org).execute();
        const groups = Object.keys(file.groups).map((id) => ({ org, id, title: id }));
        if (groups.length) await transaction.insertInto('user_group').values(groups).execute();

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
        if (memberships.length)
          await transaction
            .insertInto('membership')
            .values(memberships)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        return { users: file.users.length, groups: groups.length, spaces: Object.keys(file.spaces).length };
      }),

    findPerson: async (org, by) => {
      const query = db.selectFrom('app_user').select(personColumns).where('org', '=', org);
      const found =
        'id' in by
          ? query.where('id', '=', by.id)
          : query.where('issuer', '=', by.issuer).where('subject', '=', by.subject);
      return ((await found.executeTakeFirst()) as Person | undefined) ?? null;
    },

    findPeople: async (org, subjects) =>
      subjects.length === 0
        ? []
        : await db
            .selectFrom('app_user')
            .select(personColumns)
            .where('org', '=', org)
            .where('subject', 'in', [...subjects])
            .execute(),

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

    ensureAccessClass: async (org, rule) => {
      const { allow, restrictedTo, deny } = normaliseAccessRule(rule);
      const find = () =>
        db
          .selectFrom('access_class')
          .select('id')
          .where('org', '=', org)
          .where(sql<boolean>`allow = ${[...allow]}::text[]`)
          .where(sql<boolean>`restricted_to = ${[...restrictedTo]}::text[]`)
          .where(sql<boolean>`deny = ${[...deny]}::text[]`)
          .executeTakeFirst();
      const known = await find();
      if (known) return known.id;
      await db
        .insertInto('access_class')
        .values({ org, allow: [...allow], restricted_to: [...restrictedTo], deny: [...deny] })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const made = await find();
      if (!made) throw new AppError('STORE_UNAVAILABLE');
      return made.id;
    },
  };
}
