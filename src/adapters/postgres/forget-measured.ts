import { sql } from 'kysely';
import type { Transaction } from './database.ts';

/**
 * What an evaluation kept of documents that are gone: its numbers stay, its words, and what it found where, do not (R70). Gives of
 * how many questions.
 */
export async function forgetMeasured(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const emptied = await sql`
    update evaluation_result r
       set line = r.line || '{"answer": null, "ranking": [], "leaks": [], "attack": null}'::jsonb
     where r.org = ${org} and r.documents && ${[...ids]}::uuid[]`.execute(transaction);
  return Number(emptied.numAffectedRows ?? 0);
}

/**
 * What was measured in somebody's name goes with them, and they ask nothing any more (R73). What they launched stays, without
 * their name. Gives how many results went.
 */
export async function forgetMeasuredAs(transaction: Transaction, org: string, user: string): Promise<number> {
  const gone = await sql`
    delete from evaluation_result r where r.org = ${org} and r.line ->> 'as' = ${user}`.execute(transaction);
  await sql`
    update evaluation_run r
       set people = array_remove(r.people, ${user}),
           launched_by = nullif(r.launched_by, ${user}),
           principal = case when r.principal = ${`user:${user}`} then 'user:' else r.principal end,
           state = case when r.state = 'running' and r.people = array[${user}]::text[] then 'stopped' else r.state end,
           trouble = case when r.state = 'running' and r.people = array[${user}]::text[] then 'nobody-left' else r.trouble end
     where r.org = ${org} and (${user} = any(r.people) or r.launched_by = ${user})`.execute(transaction);
  return Number(gone.numAffectedRows ?? 0);
}
