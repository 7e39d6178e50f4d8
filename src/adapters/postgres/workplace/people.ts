import { sql } from 'kysely';
import type { EventOf } from '../../../core/contract/events.ts';
import type { Transaction } from '../database.ts';
import { readRegisters } from './registers.ts';

export type UserCard = EventOf<'fr.workplace.user.upserted.v1'>['data'];
export type UserStatus = { readonly state: 'active' | 'disabled' | 'erased'; readonly since: string };

/** The issuer of tokens that the operator makes: by it a person is known before they ever signed in. */
const localIssuer = 'sourcier:local';

/** Makes a person what was said last of them. Who is disabled may do nothing from the next request on (R07); who is erased is gone. */
export async function settlePerson(transaction: Transaction, org: string, id: string): Promise<void> {
  const said = (await readRegisters<UserCard>(transaction, org, 'user', [id])).get(id);
  const card = said?.value;
  const status = (await readRegisters<UserStatus>(transaction, org, 'user-status', [id])).get(id)?.value;
  if (status?.state === 'erased') {
    await transaction.deleteFrom('app_user').where('org', '=', org).where('id', '=', id).execute();
    return;
  }
  const disabledAt = status?.state === 'disabled' ? new Date(status.since) : null;
  if (!said || !card) {
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
  await replaceIdentities(transaction, org, id, {
    sequence: said.sequence,
    identities: [{ issuer: localIssuer, subject: id }, ...card.identities],
  });
}

/** An identity is one person's: of two who claim it, the one of whom it was said later. */
async function replaceIdentities(
  transaction: Transaction,
  org: string,
  id: string,
  said: { readonly sequence: number; readonly identities: UserCard['identities'] },
): Promise<void> {
  await transaction.deleteFrom('user_identity').where('org', '=', org).where('user_id', '=', id).execute();
  await sql`
    insert into user_identity as known (org, issuer, subject, user_id)
      select distinct ${org}, issuer, subject, ${id}
        from jsonb_to_recordset(${JSON.stringify(said.identities)}::jsonb) as claimed(issuer text, subject text)
      on conflict (org, issuer, subject) do update set user_id = excluded.user_id
        where ${said.sequence} > coalesce((
          select r.sequence from directory_register r
           where r.org = ${org} and r.kind = 'user' and r.id = known.user_id), 0)`.execute(transaction);
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
