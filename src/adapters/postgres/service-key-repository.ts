import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { ServiceCaller } from '../../core/access/service-key.ts';
import type { ServiceKeys } from '../../ports/service-keys.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';

const columns = [
  'id',
  'name',
  'scopes',
  'source',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;

/** Service keys in PostgreSQL. Its clock alone says whether one is in date. */
export function createServiceKeyRepository(db: Database): ServiceKeys {
  return {
    add: (org, { name, scopes, source, expiresAt }, { hash, by }) =>
      db.transaction().execute(async (transaction) => {
        const id = crypto.randomUUID();
        const added = await transaction
          .insertInto('service_key')
          .values({ org, id, name, hash, scopes: [...scopes], source, expires_at: expiresAt })
          .returning(columns)
          .executeTakeFirstOrThrow();
        await recordAudit(transaction, org, by, 'service-key-added', { keyId: id, scopes, source });
        return added;
      }),

    list: (org) =>
      db
        .selectFrom('service_key')
        .select(columns)
        .where('org', '=', org)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute(),

    revoke: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const known = await transaction
          .selectFrom('service_key')
          .select('revoked_at')
          .where('org', '=', org)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (!known) return false;
        if (known.revoked_at) return true;
        await transaction
          .updateTable('service_key')
          .set({ revoked_at: sql<Date>`now()` })
          .where('org', '=', org)
          .where('id', '=', id)
          .execute();
        await recordAudit(transaction, org, by, 'service-key-revoked', { keyId: id });
        return true;
      }),

    findLive: async (hash) => {
      const { rows } = await sql<ServiceCaller & { isUsedNow: boolean }>`
        select org, id as "keyId", scopes, source,
               last_used_at is null or last_used_at < now() - make_interval(secs => ${noteSeconds}) as "isUsedNow"
          from service_key
         where org is not null and hash = ${hash} and revoked_at is null and expires_at > now()`.execute(db);
      const [found] = rows;
      if (!found) return null;
      const { isUsedNow, ...caller } = found;
      if (isUsedNow)
        await db
          .updateTable('service_key')
          .set({ last_used_at: sql<Date>`now()` })
          .where('org', '=', caller.org)
          .where('id', '=', caller.keyId)
          .execute();
      return caller;
    },
  };
}

const noteSeconds = tunables.serviceKeys.usedEveryMs / 1000;
