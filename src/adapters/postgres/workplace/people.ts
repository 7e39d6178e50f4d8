import { sql } from 'kysely';
import type { EventOf } from '../../../core/contract/events.ts';
import type { Source } from '../../../core/workplace/source.ts';
import type { Transaction } from '../database.ts';
import { erasePerson } from '../erase-person.ts';
import { readRegisters } from './registers.ts';

export type UserCard = EventOf<'fr.workplace.user.upserted.v1'>['data'];
export type UserStatus = { readonly state: 'active' | 'disabled' | 'erased'; readonly since: string };

/** The issuer of tokens that the operator makes: by it a person is known before they ever signed in. */
const localIssuer = 'sourcier:local';

/**
 * Makes a person what was said last of them. Who is disabled may do nothing from the next request on (R07); who is erased is gone with
 * all that is theirs, until they are told of in full again (R73).
 */
export async function settlePerson(
  transaction: Transaction,
  { org, id: workplace }: Pick<Source, 'org' | 'id'>,
  id: string,
): Promise<void> {
  const said = (await readRegisters<UserCard>(transaction, org, 'user', [id])).get(id);
  const card = said?.value;
  const gone = (await readRegisters(transaction, org, 'user-gone', [id])).get(id);
  const status = (await readRegisters<UserStatus>(transaction, org, 'user-status', [id])).get(id)?.value;
  const around = await identitiesAround(transaction, org, id);
  if (gone && gone.sequence > (said?.sequence ?? 0)) {
    await erasePerson(transaction, org, id, { by: null, workplace });
    await transaction.deleteFrom('app_user').where('org', '=', org).where('id', '=', id).execute();
    await forgetCard(transaction, org, id);
    return giveToClaimants(transaction, org, around);
  }
  const disabledAt = status?.state === 'disabled' ? new Date(status.since) : null;
  if (!card) {
    await transaction
      .updateTable('app_user')
      .set({ disabled_at: disabledAt })
      .where('org', '=', org)
      .where('id', '=', id)
      .execute();
    return;
  }
  const person = {
    name: card.name,
    title: card.title ?? null,
    is_guest: card.guest,
    is_owner: card.role === 'owner',
    is_admin: card.role === 'administrator' || card.role === 'owner',
    is_auditor: card.role === 'auditor',
    disabled_at: disabledAt,
  };
  await transaction
    .insertInto('app_user')
    .values({ org, id, ...person })
    .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(person))
    .execute();
  await sql`
    insert into user_identity (org, issuer, subject, user_id) values (${org}, ${localIssuer}, ${id}, ${id})
      on conflict (org, issuer, subject) do update set user_id = excluded.user_id`.execute(transaction);
  await giveToClaimants(transaction, org, around);
}

/** Drops name and identities that were said of somebody; when that was stays, so that nothing older is heard again. */
async function forgetCard(transaction: Transaction, org: string, id: string): Promise<void> {
  await transaction
    .updateTable('directory_register')
    .set({ value: '{}' })
    .where('org', '=', org)
    .where('kind', '=', 'user')
    .where('id', '=', id)
    .execute();
}

/** An identity as an issuer says it. */
type Claim = { readonly issuer: string; readonly subject: string };

/** Identities that a person has, or claims by the last that was said of them. */
async function identitiesAround(transaction: Transaction, org: string, id: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select i.issuer, i.subject from user_identity i where i.org = ${org} and i.user_id = ${id}
    union
    select claimed.issuer, claimed.subject from directory_register r,
           jsonb_to_recordset(r.value -> 'identities') as claimed(issuer text, subject text)
     where r.org = ${org} and r.kind = 'user' and r.id = ${id}`.execute(transaction);
  // Who somebody is here is not a workplace's to say.
  return rows.filter(({ issuer }) => issuer !== localIssuer);
}

/**
 * An identity is one person's: of all who claim it, the one of whom it was said last. When that one drops it or is erased, it is the
 * next one's, whatever came first (R78).
 */
async function giveToClaimants(
  transaction: Transaction,
  org: string,
  identities: readonly Claim[],
): Promise<void> {
  if (identities.length === 0) return;
  const these = sql`jsonb_to_recordset(${JSON.stringify(identities)}::jsonb) as said(issuer text, subject text)`;
  await sql`
    delete from user_identity i using ${these}
     where i.org = ${org} and i.issuer = said.issuer and i.subject = said.subject`.execute(transaction);
  await sql`
    insert into user_identity (org, issuer, subject, user_id)
      select distinct on (said.issuer, said.subject) ${org}, said.issuer, said.subject, r.id
        from ${these}
        join directory_register r on r.org = ${org} and r.kind = 'user'
         and r.value -> 'identities' @> jsonb_build_array(jsonb_build_object('issuer', said.issuer, 'subject', said.subject))
        join app_user u on u.org = ${org} and u.id = r.id
       order by said.issuer, said.subject, r.sequence desc, r.id`.execute(transaction);
}

/** Takes somebody who was erased out of all that they belonged to until then. */
export async function leaveEverything(
  transaction: Transaction,
  org: string,
  id: string,
  sequence: number,
): Promise<void> {
  await transaction
    .deleteFrom('membership')
    .where('org', '=', org)
    .where('member', '=', `user:${id}`)
    .where('sequence', '<=', sequence)
    .execute();
}

/** Whether people from outside may read anything here. */
export async function settlePolicy(transaction: Transaction, org: string): Promise<void> {
  const policy = (await readRegisters<{ guests: string }>(transaction, org, 'policy', ['org'])).get('org');
  if (policy)
    await sql`update organisation set guests_excluded = ${policy.value.guests === 'excluded'} where id = ${org}`.execute(
      transaction,
    );
}
