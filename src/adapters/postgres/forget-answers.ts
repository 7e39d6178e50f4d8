import { sql } from 'kysely';
import type { Transaction } from './database.ts';
import { isHeldConversation } from './held.ts';

export type ForgottenAnswers = {
  /** Answers, and tasks that named one of the documents. */
  readonly messages: number;
  readonly sources: number;
  readonly comments: number;
};

/**
 * Answers that relied on documents keep their words no longer, nor do those that were written with these in view, as far as
 * they are masked for it (R70). Their sources lose what they quoted, and comments on them go: they may quote as well. The
 * questions stay, but for tasks, which say titles. Conversations that are held stay as they are: they are masked for everybody.
 */
export async function forgetAnswers(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<ForgottenAnswers> {
  const these = sql`any(${[...ids]}::uuid[])`;
  const { rows } = await sql<ForgottenAnswers>`
    with touched as (
      select m.conversation_id, min(m.ordinal) as first
        from message_source s
        join message m on m.org = s.org and m.id = s.message_id
        join conversation c on c.org = m.org and c.id = m.conversation_id
       where s.org = ${org} and m.org = ${org} and c.org = ${org} and s.document_id = ${these}
         and not ${isHeldConversation(org)}
       group by m.conversation_id),
    -- In one order, so that two removals whose answers share sources do not wait for each other.
    locked as materialized (
      select m.id from message m join touched t on t.conversation_id = m.conversation_id
       where m.org = ${org} and m.ordinal >= t.first order by m.id for update of m),
    gone as (
      select m.id, m.conversation_id, m.ordinal
        from locked join message m on m.id = locked.id join touched t on t.conversation_id = m.conversation_id
       where m.org = ${org}
         and (exists (select 1 from message_source s where s.org = ${org} and s.message_id = m.id and s.document_id = ${these})
              or m.role = 'assistant' and coalesce((
                   select r.ordinal from message r where r.org = ${org} and r.id = m.retry_of), m.ordinal) > t.first)),
    emptied as (
      update message m set text = '', answer = null from gone where m.org = ${org} and m.id = gone.id returning m.id),
    untitled as (
      update conversation c set title = '…', title_key = '…' from gone
       where c.org = ${org} and c.id = gone.conversation_id and gone.ordinal = 1),
    uncommented as (
      delete from feedback_comment f using gone where f.org = ${org} and f.message_id = gone.id returning f.message_id),
    unquoted as (
      update message_source s set source = '{}'::jsonb
        from message m, touched t
       where s.org = ${org} and m.org = ${org} and m.id = s.message_id and t.conversation_id = m.conversation_id
         and s.document_id = ${these}
      returning s.n)
    select (select count(*)::int from emptied) as messages, (select count(*)::int from unquoted) as sources,
           (select count(*)::int from uncommented) as comments`.execute(transaction);
  return rows[0] ?? { messages: 0, sources: 0, comments: 0 };
}
