import { type RawBuilder, sql } from 'kysely';
import { idOf, type WorkplaceEvent } from '../../../core/contract/events.ts';
import type { Backfill } from '../../../core/workplace/backfill/backfill.ts';
import type { Database, Transaction } from '../database.ts';
import { recordAudit } from '../record-audit.ts';
import { settlePerson } from './people.ts';
import { dropEmptySpace, settleSpace } from './spaces.ts';

/** Marks what a listing of the directory names: it is there, whether or not anything new was said of it. */
export async function markNamed(
  transaction: Transaction,
  { org }: Pick<Backfill, 'org'>,
  events: readonly WorkplaceEvent[],
): Promise<void> {
  const named = events.flatMap(({ type, subject }) => {
    const [, of = ''] = /^fr\.workplace\.(user|space|group)\./.exec(type) ?? [];
    if (type.endsWith('.members.snapshot.v1')) return [{ kind: 'members', id: `${of}:${idOf(subject)}` }];
    return of === 'user' || of === 'space' ? [{ kind: of, id: idOf(subject) }] : [];
  });
  if (named.length === 0) return;
  await sql`
    update directory_register r set changed_at = now()
      from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as said(kind text, id text)
     where r.org = ${org} and r.kind = said.kind and r.id = said.id`.execute(transaction);
}

/** People, groups and spaces that are there, and those of them that were neither listed nor spoken of since the pull began. */
export async function countUnnamed(
  db: Database,
  backfill: Backfill,
): Promise<{ known: number; unlisted: number }> {
  const { rows } = await sql<{ known: number; unlisted: number }>`
    select count(*) as known, count(*) filter (where ${isUnnamed(backfill)}) as unlisted
      from directory_register r where ${isNameThere(backfill.org)}`.execute(db);
  return rows[0] ?? { known: 0, unlisted: 0 };
}

/**
 * Ends what two listings did not name: a person may do nothing more, a group has no members, a space neither, and goes once nothing stands
 * in it. No data of a person is erased. What is listed or told of again is back: it counts from just before what was said last.
 */
export async function removeUnnamed(transaction: Transaction, backfill: Backfill, now: Date): Promise<void> {
  const { org, id: pull, source } = backfill;
  const { rows } = await sql<{ kind: 'user' | 'space' | 'members'; id: string }>`
    select r.kind, r.id from directory_register r
     where ${isNameThere(org)} and ${isUnnamed(backfill)} order by r.kind, r.id`.execute(transaction);
  if (rows.length === 0) return;
  const of = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.id] : []));
  const [people, spaces, groups] = [of('user'), of('space'), of('members')];
  await endStatus(transaction, org, 'user', people, { state: 'disabled', since: now.toISOString() });
  await endStatus(transaction, org, 'space', spaces, { state: 'deleted' });
  await endMembers(transaction, org, [...groups, ...spaces.map((space) => `space:${space}`)]);
  for (const person of people) await settlePerson(transaction, { org, id: source }, person);
  for (const space of spaces) {
    await settleSpace(transaction, org, space);
    await dropEmptySpace(transaction, org, space);
  }
  await recordAudit(transaction, org, null, 'directory-swept', {
    backfill: pull,
    people: people.length,
    groups: groups.length,
    spaces: spaces.length,
  });
}

async function endStatus(
  transaction: Transaction,
  org: string,
  kind: 'user' | 'space',
  ids: readonly string[],
  value: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`
    update directory_register r set sequence = r.sequence - 1, value = ${JSON.stringify(value)}::jsonb, changed_at = now()
     where r.org = ${org} and r.kind = ${`${kind}-status`} and r.id = any(${[...ids]}::text[])`.execute(
    transaction,
  );
}

async function endMembers(
  transaction: Transaction,
  org: string,
  principals: readonly string[],
): Promise<void> {
  const these = sql`any(${[...principals]}::text[])`;
  await sql`delete from membership m where m.org = ${org} and m.principal = ${these}`.execute(transaction);
  await sql`
    update directory_register r set sequence = r.sequence - 1, changed_at = now()
     where r.org = ${org} and r.kind = 'members' and r.id = ${these}`.execute(transaction);
}

/** A register (alias `r`) of somebody who may do something, of a space, or of a group with members. */
const isNameThere = (org: string): RawBuilder<boolean> => sql<boolean>`
  r.org = ${org} and case r.kind
    when 'user' then exists (
      select from app_user u where u.org = ${org} and u.id = r.id and u.disabled_at is null)
    when 'space' then exists (
      select from directory_register s where s.org = ${org} and s.kind = 'space-status' and s.id = r.id
         and s.value ->> 'state' <> 'deleted')
    when 'members' then r.id like 'group:%' and exists (
      select from membership m where m.org = ${org} and m.principal = r.id)
    else false end`;

const isUnnamed = ({ org, id }: Backfill): RawBuilder<boolean> => sql<boolean>`
  r.changed_at < (select b.started_at from backfill b where b.org = ${org} and b.id = ${id})`;
