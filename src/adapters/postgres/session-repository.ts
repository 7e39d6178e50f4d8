import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { SessionKind, Sessions } from '../../ports/sessions.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';

/** Sessions in PostgreSQL. Its clock alone says whether one is in date. */
export function createSessionRepository(db: Database): Sessions {
  return {
    open: ({ org, issuerId, subject, providerSession, idToken, kind, hash, lifeMs, user }) =>
      db.transaction().execute(async (transaction) => {
        await dropExpired(transaction, org);
        const id = crypto.randomUUID();
        const { expires_at: expiresAt } = await transaction
          .insertInto('session')
          .values({
            org,
            id,
            issuer_id: issuerId,
            subject,
            provider_session: providerSession,
            sealed_id_token: idToken && Buffer.from(idToken),
            kind,
            hash,
            expires_at: sql<Date>`now() + make_interval(secs => ${lifeMs / 1000})`,
          })
          .returning('expires_at')
          .executeTakeFirstOrThrow();
        if (kind === 'browser') await recordAudit(transaction, org, user, 'signed-in', { issuerId });
        return { expiresAt };
      }),

    findLive: async (hash, { expiredToo = false } = {}) => {
      const graceSeconds = expiredToo ? keptSeconds : 0;
      const { rows } = await sql<{ org: string; issuer: string; subject: string }>`
        select s.org, t.issuer, s.subject from session s
          join trusted_issuer t on t.org = s.org and t.id = s.issuer_id
         where s.org is not null and s.hash = ${hash}
           and s.expires_at > now() - make_interval(secs => ${graceSeconds})`.execute(db);
      return rows[0] ?? null;
    },

    end: (hash) =>
      db.transaction().execute(async (transaction) => {
        const { rows } = await sql<Ended & { readonly sealed: Buffer | null }>`
          delete from session where org is not null and hash = ${hash}
          returning org, issuer_id as "issuerId", subject, kind, sealed_id_token as sealed`.execute(
          transaction,
        );
        const [ended] = rows;
        if (!ended) return null;
        await recordEnd(transaction, ended, 'signed-out');
        const { org, issuerId, kind, sealed } = ended;
        return { org, issuerId, kind, idToken: sealed && new Uint8Array(sealed) };
      }),

    endOf: async (org, issuerId, { providerSession, subject }) => {
      // Nothing named is nobody's session, never everybody's.
      if (providerSession === null && subject === null) return 0;
      return db.transaction().execute(async (transaction) => {
        let query = transaction
          .deleteFrom('session')
          .where('org', '=', org)
          .where('issuer_id', '=', issuerId);
        if (providerSession !== null) query = query.where('provider_session', '=', providerSession);
        if (subject !== null) query = query.where('subject', '=', subject);
        const rows = await query.returning(['org', 'issuer_id as issuerId', 'subject', 'kind']).execute();
        for (const ended of rows) await recordEnd(transaction, ended, 'logged-out-by-issuer');
        return rows.length;
      });
    },

    use: (org, issuerId, tokenId, expiresAt) =>
      db.transaction().execute(async (transaction) => {
        await dropExpired(transaction, org);
        const used = await transaction
          .insertInto('used_token')
          .values({ org, issuer_id: issuerId, token_id: tokenId, expires_at: expiresAt })
          .onConflict((conflict) => conflict.doNothing())
          .returning('token_id')
          .executeTakeFirst();
        return used !== undefined;
      }),
  };
}

/** How long an expired session stays, for replies that were begun before. */
const keptSeconds = tunables.limits.requestTimeoutMs / 1000;

/** What can be of no more use. Rows that somebody else is dropping are left to them. */
async function dropExpired(transaction: Transaction, org: string): Promise<void> {
  await sql`
    delete from session where org = ${org} and hash in (
      select e.hash from session e where e.org = ${org} and e.expires_at < now() - make_interval(secs => ${keptSeconds})
         for update skip locked)`.execute(transaction);
  await sql`
    delete from used_token where org = ${org} and (issuer_id, token_id) in (
      select e.issuer_id, e.token_id from used_token e
       where e.org = ${org} and e.expires_at < now() for update skip locked)`.execute(transaction);
}

type Ended = {
  readonly org: string;
  readonly issuerId: string;
  readonly subject: string;
  readonly kind: SessionKind;
};

async function recordEnd(
  transaction: Transaction,
  { org, issuerId, subject, kind }: Ended,
  action: string,
): Promise<void> {
  if (kind !== 'browser') return;
  const person = await transaction
    .selectFrom('user_identity')
    .innerJoin('trusted_issuer', (join) =>
      join
        .onRef('trusted_issuer.org', '=', 'user_identity.org')
        .onRef('trusted_issuer.issuer', '=', 'user_identity.issuer'),
    )
    .select('user_id')
    .where('user_identity.org', '=', org)
    .where('trusted_issuer.id', '=', issuerId)
    .where('user_identity.subject', '=', subject)
    .executeTakeFirst();
  await recordAudit(transaction, org, person?.user_id ?? null, action, { issuerId });
}
