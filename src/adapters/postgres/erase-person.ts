import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { hashOfIds } from '../../core/lifecycle/hash-of-ids.ts';
import { personDigest } from '../../core/lifecycle/person-digest.ts';
import type { ErasedRows, ErasureReceipt } from '../../ports/erasure-store.ts';
import type { PersonData } from '../../ports/person-data.ts';
import type { Transaction } from './database.ts';
import { forgetMeasuredAs } from './forget-measured.ts';
import { isHeldConversation, refuseHeldPerson, setConversationsAside } from './held.ts';
import { recordAudit } from './record-audit.ts';

/** Who has a person erased: somebody here, or the workplace that they are of. What is held is refused to the one, and set aside for the other, which has forgotten them already. */
type Erasure = Parameters<PersonData['erase']>[2] & { readonly workplace?: string };

/** Erases what is a person's own: see `PersonData.erase`. `null` where nobody is known by that id. */
export async function erasePerson(
  transaction: Transaction,
  org: string,
  user: string,
  { by, until = new Date(), workplace }: Erasure,
): Promise<ErasureReceipt | null> {
  const begunAt = new Date();
  // Held until the end: no answer of theirs is kept meanwhile.
  const person = await transaction
    .selectFrom('app_user')
    .select('pseudonym')
    .where('org', '=', org)
    .where('id', '=', user)
    .forUpdate()
    .executeTakeFirst();
  if (!person) return null;
  if (workplace === undefined) await refuseHeldPerson(transaction, org, user);
  else await setConversationsAside(transaction, org, sql`c.user_id = ${user}`);
  const conversations = await deleteConversations(transaction, org, user, until);
  const others = await forgetPerson(transaction, org, user, { pseudonym: person.pseudonym, until });
  const copies = await emptyCopies(transaction, org, user, until);
  await transaction
    .insertInto('person_erasure')
    .values({ org, person_digest: personDigest(org, user), erased_at: until })
    .onConflict((conflict) => conflict.columns(['org', 'person_digest']).doUpdateSet({ erased_at: until }))
    .execute();
  const receipt = {
    erasureId: randomUUID(),
    begunAt,
    endedAt: new Date(),
    idsHash: hashOfIds(conversations.ids),
    stores: { database: { ...conversations.rows, copies, ...others } },
  };
  await recordAudit(transaction, org, by, 'person-erased', {
    ...receipt,
    ...(workplace !== undefined && { source: workplace }),
    begunAt: receipt.begunAt.toISOString(),
    endedAt: receipt.endedAt.toISOString(),
  });
  return receipt;
}

async function deleteConversations(
  transaction: Transaction,
  org: string,
  user: string,
  until: Date,
): Promise<{ readonly ids: readonly string[]; readonly rows: ErasedRows }> {
  const found = await transaction
    .selectFrom('conversation')
    .select('id')
    .where('org', '=', org)
    .where('user_id', '=', user)
    .where('updated_at', '<=', until)
    .forUpdate()
    .execute();
  const ids = found.map(({ id }) => id);
  const rows = await deleteConversationRows(transaction, org, ids);
  return { ids, rows };
}

/** Deletes conversations with all that hangs on their messages, and gives how much that was. */
export async function deleteConversationRows(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<ErasedRows> {
  const { rows } = await sql<{ messages: number; sources: number; feedback: number; comments: number }>`
    with gone as (
      select m.id from message m where m.org = ${org} and m.conversation_id = any(${[...ids]}::uuid[]))
    select (select count(*)::int from gone) as messages,
           (select count(*)::int from message_source s where s.org = ${org} and s.message_id in (select id from gone)) as sources,
           (select count(*)::int from feedback f where f.org = ${org} and f.message_id in (select id from gone)) as feedback,
           (select count(*)::int from feedback_comment k
             where k.org = ${org} and k.message_id in (select id from gone)) as comments`.execute(
    transaction,
  );
  const deleted = await sql`
    delete from conversation c where c.org = ${org} and c.id = any(${[...ids]}::uuid[])`.execute(transaction);
  return { conversations: Number(deleted.numAffectedRows ?? 0), ...rows[0] };
}

/**
 * What others copied of the person's conversations keeps no word, but for what is held; its sources stay, so that what was asked
 * with it in view is still masked with them. Gives how many messages that were.
 */
async function emptyCopies(
  transaction: Transaction,
  org: string,
  user: string,
  until: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with copied as (
      select m.id, m.conversation_id, m.ordinal from message m
        join conversation c on c.org = m.org and c.id = m.conversation_id
       where m.org = ${org} and c.org = ${org} and m.copied_from = ${user} and m.created_at <= ${until}
         and not ${isHeldConversation(org)}),
    untitled as (
      update conversation c set title = '…', title_key = '…' from copied
       where c.org = ${org} and c.id = copied.conversation_id and copied.ordinal = 1),
    emptied as (
      update message m set text = '', answer = null from copied where m.org = ${org} and m.id = copied.id returning m.id)
    select count(*)::int as count from emptied`.execute(transaction);
  return rows[0]?.count ?? 0;
}

/** Takes the person out of what stays: shares and budgets that name them, reports, the ledger, purses, and the audit, by a new pseudonym. */
async function forgetPerson(
  transaction: Transaction,
  org: string,
  user: string,
  { pseudonym, until }: { readonly pseudonym: string; readonly until: Date },
): Promise<ErasedRows> {
  const reports = await sql`
    update security_item i set user_id = null where i.org = ${org} and i.user_id = ${user}`.execute(
    transaction,
  );
  await sql`
    update security_item i set changed_by = null where i.org = ${org} and i.changed_by = ${user}`.execute(
    transaction,
  );
  const spending = await sql`
    update spend s set person = null where s.org = ${org} and s.person = ${pseudonym}`.execute(transaction);
  await sql`
    update budget_reservation r set person = null where r.org = ${org} and r.person = ${pseudonym}`.execute(
    transaction,
  );
  // In the order in which answers lock purses.
  await sql`
    select 1 from budget_use u
     where u.org = ${org} and (u.holder = ${pseudonym} or u.budget_id in (
       select b.id from budget b where b.org = ${org} and b.subject_kind = 'user' and b.subject_id = ${user}))
     order by u.budget_id, u.opens_on, u.holder for update`.execute(transaction);
  const budgets = await sql`
    delete from budget b
     where b.org = ${org} and b.subject_kind = 'user' and b.subject_id = ${user}`.execute(transaction);
  const purses = await sql`
    delete from budget_use u where u.org = ${org} and u.holder = ${pseudonym}`.execute(transaction);
  const keys = await sql`
    delete from inbox i where i.org = ${org} and i.source = ${`upload:${user}`}`.execute(transaction);
  const shares = await sql`
    delete from conversation_share s
     where s.org = ${org} and s.user_id = ${user} and s.shared_at <= ${until}`.execute(transaction);
  const measured = await forgetMeasuredAs(transaction, org, user);
  await sql`
    update app_user u set pseudonym = gen_random_uuid() where u.org = ${org} and u.id = ${user}`.execute(
    transaction,
  );
  const count = ({ numAffectedRows }: { readonly numAffectedRows?: bigint | undefined }) =>
    Number(numAffectedRows ?? 0);
  return {
    reports: count(reports),
    spending: count(spending),
    budgets: count(budgets),
    purses: count(purses),
    uploadKeys: count(keys),
    shares: count(shares),
    measured,
    pseudonyms: 1,
  };
}
