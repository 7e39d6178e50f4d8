import { sql } from 'kysely';
import { classifications } from '../../../core/contract/envelope.ts';
import type { EventOf } from '../../../core/contract/events.ts';
import { principalOf } from '../../../core/contract/principal.ts';
import type { Transaction } from '../database.ts';
import { enqueue } from '../outbox.ts';
import { recordAudit } from '../record-audit.ts';
import { readRegisters } from './registers.ts';

export type SpaceCard = EventOf<'fr.workplace.space.created.v1'>['data'];
/** Who said that a space is gone: sequences of another source are no measure for it. */
export type SpaceDeletion = { readonly source: string };
export type SpaceStatus = { readonly state: 'active' | 'archived' | 'deleted' };

/**
 * Makes spaces that are not there: of one of which somebody spoke before it was announced nobody is a member, and it is as
 * sensitive as can be. What was said of it before holds.
 */
export async function ensureSpaces(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    insert into space (org, id, title, sensitivity)
      select ${org}, id, id, 'SREN31' from unnest(${[...new Set(ids)].sort()}::text[]) id
      on conflict (org, id) do nothing returning id`.execute(transaction);
  for (const { id } of rows) await settle(transaction, org, id);
}

/**
 * Makes a space what was said last of it. One that is closed to the assistant at its source, or archived, is excluded at once;
 * its documents follow by a job.
 */
export async function settleSpace(transaction: Transaction, org: string, id: string): Promise<void> {
  await ensureSpaces(transaction, org, [id]);
  await settle(transaction, org, id);
}

async function settle(transaction: Transaction, org: string, id: string): Promise<void> {
  const card = (await readRegisters<SpaceCard>(transaction, org, 'space', [id])).get(id)?.value;
  const status = (await readRegisters<SpaceStatus>(transaction, org, 'space-status', [id])).get(id)?.value;
  // What an earlier version kept of a space names none.
  const animators = (card?.animators as readonly string[] | undefined)?.map(principalOf);
  const excluded = card?.assistant === 'excluded' || status?.state === 'archived';
  const { rows } = await sql<{ changed: boolean }>`
    with before as (
      select assistant_enabled from space where org = ${org} and id = ${id} for no key update)
    update space s set
        title = coalesce(${card?.title ?? null}, s.title),
        sensitivity = coalesce(${card ? classifications[card.classification] : null}, s.sensitivity),
        excluded_at_source = ${excluded},
        animators = coalesce(${animators ?? null}::text[], s.animators),
        assistant_enabled = not (s.excluded_here or ${excluded})
      from before where s.org = ${org} and s.id = ${id}
      returning before.assistant_enabled <> s.assistant_enabled as changed`.execute(transaction);
  if (!rows[0]?.changed) return;
  await recordAudit(transaction, org, null, excluded ? 'space-excluded' : 'space-included', {
    space: id,
    at: 'source',
  });
  await enqueue(transaction, [{ name: 'space.follow', payload: { org, id } }]);
}

/**
 * Removes a space that was deleted, once nothing stands in it any more. One that an administrator excluded from the assistant stays, empty
 * and without members: it is still excluded should its name come back (R13).
 */
export async function dropEmptySpace(transaction: Transaction, org: string, id: string): Promise<void> {
  await sql`
    delete from space s where s.org = ${org} and s.id = ${id} and not s.excluded_here
       and exists (select from directory_register r where r.org = ${org} and r.kind = 'space-status' and r.id = ${id}
                      and r.value ->> 'state' = 'deleted')
       and not exists (select from document d where d.org = ${org} and d.space = ${id})`.execute(transaction);
}
