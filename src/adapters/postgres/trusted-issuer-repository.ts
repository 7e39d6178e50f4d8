import { sql } from 'kysely';
import type { TrustedIssuer } from '../../core/access/trusted-issuer.ts';
import type { TrustedIssuers } from '../../ports/trusted-issuers.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';

const columns = [
  'org',
  'id',
  'kind',
  'issuer',
  'audience',
  'jwks_url as jwksUrl',
  'profile',
  'public_name as publicName',
  sql<boolean>`sealed_secret is not null`.as('hasSecret'),
] as const;

const ofAll = sql`
  org, id, kind, issuer, audience, jwks_url as "jwksUrl", profile, public_name as "publicName",
  sealed_secret is not null as "hasSecret"`;

/** Trusted issuers in PostgreSQL. */
export function createTrustedIssuerRepository(db: Database): TrustedIssuers {
  return {
    save: ({ org, id, jwksUrl, publicName, ...issuer }, { secret, by }) =>
      db.transaction().execute(async (transaction) => {
        const row = {
          ...issuer,
          jwks_url: jwksUrl,
          public_name: publicName,
          sealed_secret: secret && Buffer.from(secret),
        };
        await transaction
          .insertInto('trusted_issuer')
          .values({ org, id, ...row })
          .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(row))
          .execute();
        await transaction.deleteFrom('session').where('org', '=', org).where('issuer_id', '=', id).execute();
        await recordAudit(transaction, org, by, 'issuer-saved', { issuerId: id, kind: issuer.kind });
      }),

    list: (org) =>
      db.selectFrom('trusted_issuer').select(columns).where('org', '=', org).orderBy('id').execute(),

    find: async (org, id) => {
      const found = await db
        .selectFrom('trusted_issuer')
        .select([...columns, 'sealed_secret as sealed'])
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!found) return null;
      const { sealed, ...issuer } = found;
      return { ...issuer, secret: sealed && new Uint8Array(sealed) };
    },

    findByIssuer: async (issuer) => {
      const { rows } = await sql<TrustedIssuer>`
        select ${ofAll} from trusted_issuer where org is not null and issuer = ${issuer} order by org, id`.execute(
        db,
      );
      return rows;
    },

    listPublic: async () => {
      const { rows } = await sql<TrustedIssuer>`
        select ${ofAll} from trusted_issuer
         where org is not null and kind = 'oidc' and public_name is not null order by org, id`.execute(db);
      return rows;
    },

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('trusted_issuer')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'issuer-removed', { issuerId: id });
        return removed !== undefined;
      }),

    replaceSecret: async (org, id, before, after) => {
      const replaced = await db
        .updateTable('trusted_issuer')
        .set({ sealed_secret: Buffer.from(after) })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('sealed_secret', '=', Buffer.from(before))
        .returning('id')
        .executeTakeFirst();
      return replaced !== undefined;
    },
  };
}
