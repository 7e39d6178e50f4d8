import { sql } from 'kysely';
import type { Transaction } from '../database.ts';
import { readRegisters, saveRegister } from './registers.ts';

/**
 * Adds members to a group or space, and takes others out, as far as nothing later was said of each. `false` when all of it is
 * older than the last snapshot.
 */
export async function changeMembers(
  transaction: Transaction,
  org: string,
  principal: string,
  change: {
    readonly sequence: number;
    readonly added: readonly string[];
    readonly removed: readonly string[];
  },
): Promise<boolean> {
  const { sequence } = change;
  const floor = (await readRegisters(transaction, org, 'members', [principal])).get(principal);
  if (floor && sequence <= floor.sequence) return false;
  await noteSpokenOf(transaction, org, principal);
  await add(transaction, org, principal, change.added, sequence);
  if (change.removed.length === 0) return true;
  await sql`
    with gone as (
      delete from membership m where m.org = ${org} and m.principal = ${principal}
         and m.member = any(${[...change.removed]}::text[]) and m.sequence <= ${sequence})
    insert into membership_absence as known (org, principal, member, sequence)
      select ${org}, ${principal}, member, ${sequence} from unnest(${[...change.removed]}::text[]) member
      on conflict (org, principal, member) do update set sequence = greatest(known.sequence, excluded.sequence)`.execute(
    transaction,
  );
  return true;
}

/** Makes the members of a group or space these, but for what was said later of single ones. `false` when a later snapshot is known. */
export async function replaceMembers(
  transaction: Transaction,
  org: string,
  principal: string,
  snapshot: { readonly sequence: number; readonly members: readonly string[] },
): Promise<boolean> {
  const { sequence, members } = snapshot;
  // From now on nothing older counts: who is not named needs no mark of absence.
  if (!(await saveRegister(transaction, org, 'members', principal, { sequence, value: {} }))) return false;
  await sql`
    delete from membership m where m.org = ${org} and m.principal = ${principal} and m.sequence <= ${sequence}
       and m.member <> all(${[...members]}::text[])`.execute(transaction);
  await add(transaction, org, principal, members, sequence);
  await sql`
    delete from membership_absence a where a.org = ${org} and a.principal = ${principal}
       and a.sequence <= ${sequence}`.execute(transaction);
  return true;
}

/** A pull of the directory must not take for missing what an event spoke of while it listed. */
async function noteSpokenOf(transaction: Transaction, org: string, principal: string): Promise<void> {
  await sql`
    insert into directory_register (org, kind, id, sequence, value) values (${org}, 'members', ${principal}, 0, '{}'::jsonb)
      on conflict (org, kind, id) do update set changed_at = now()`.execute(transaction);
}

/** Those who were not erased since. */
async function withoutErased(
  transaction: Transaction,
  org: string,
  members: readonly string[],
  sequence: number,
): Promise<string[]> {
  const people = members.flatMap((member) => (member.startsWith('user:') ? [member.slice(5)] : []));
  const gone = await readRegisters(transaction, org, 'user-gone', people);
  return members.filter(
    (member) => (gone.get(member.slice(5))?.sequence ?? 0) < sequence || !member.startsWith('user:'),
  );
}

async function add(
  transaction: Transaction,
  org: string,
  principal: string,
  said: readonly string[],
  sequence: number,
): Promise<void> {
  if (said.length === 0) return;
  const members = await withoutErased(transaction, org, said, sequence);
  await sql`
    with absent as (
      select a.member, a.sequence from membership_absence a
       where a.org = ${org} and a.principal = ${principal} and a.member = any(${[...members]}::text[])),
    back as (
      delete from membership_absence a where a.org = ${org} and a.principal = ${principal}
         and a.member in (select member from absent where absent.sequence <= ${sequence}))
    insert into membership as known (org, principal, member, sequence)
      select distinct ${org}, ${principal}, member, ${sequence}::bigint from unnest(${[...members]}::text[]) member
       where member not in (select absent.member from absent where absent.sequence > ${sequence})
      on conflict (org, principal, member) do update set sequence = greatest(known.sequence, excluded.sequence)`.execute(
    transaction,
  );
}
