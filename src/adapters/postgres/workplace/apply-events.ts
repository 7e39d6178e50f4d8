import { sql } from 'kysely';
import type { EventOutcome } from '../../../core/contract/event-result.ts';
import { idOf, type WorkplaceEvent } from '../../../core/contract/events.ts';
import { principalOf } from '../../../core/contract/principal.ts';
import { applyToItem, type DocumentEvent, itemIdOf } from '../../../core/workplace/apply-to-item.ts';
import { inOurNames } from '../../../core/workplace/our-names.ts';
import type { Source } from '../../../core/workplace/source.ts';
import type { Lane } from '../../../ports/document-store.ts';
import type { Database, Transaction } from '../database.ts';
import { removeRows } from '../remove-documents.ts';
import { itemsFollowing, saveFolderRule } from './folders.ts';
import { loadItems, saveItems } from './items.ts';
import { changeMembers, replaceMembers } from './members.ts';
import { leaveEverything, settlePerson, settlePolicy } from './people.ts';
import { type RegisterKind, saveRegister } from './registers.ts';
import { settleItems } from './settle-items.ts';
import { dropEmptySpace, type SpaceDeletion, settleSpace } from './spaces.ts';
import { unlessSourceGone } from './unless-source-gone.ts';

/** What must be worked out anew once all statements of a delivery are kept. */
type Affected = {
  readonly folders: Set<string>;
  readonly spaces: Set<string>;
  readonly deletedSpaces: Set<string>;
  readonly people: Set<string>;
  policy: boolean;
};

export type Delivery = {
  readonly lane: Lane;
  readonly now: Date;
  /** How many more events of the same delivery were rejected before. */
  readonly rejected: number;
  /** The ids of the events are unknown and nobody sends them again: they come from a listing. */
  readonly isListing?: boolean;
};

/**
 * Takes what a source says into account, in one transaction: when it ends, rights and places hold. Outcomes are in the order of
 * the events. Deliveries of one organisation wait for each other, so that no two of them see half of one another.
 * @throws AppError `SOURCE_UNKNOWN` when it is removed meanwhile
 */
export function applyEvents(
  db: Database,
  source: Source,
  events: readonly WorkplaceEvent[],
  delivery: Delivery,
): Promise<EventOutcome[]> {
  return db
    .transaction()
    .execute((transaction) => applyIn(transaction, source, events, delivery))
    .catch(unlessSourceGone);
}

/** The same within a transaction. */
export async function applyIn(
  transaction: Transaction,
  source: Source,
  told: readonly WorkplaceEvent[],
  { lane, now, rejected, isListing = false }: Delivery,
): Promise<EventOutcome[]> {
  const events = told.map((event) => inOurNames(source, event));
  await lockOrganisation(transaction, source.org);
  const isNew = isListing ? events.map(() => true) : await rememberIds(transaction, source, events);
  const fresh = events.filter((_event, at) => isNew[at]);
  const affected: Affected = {
    folders: new Set(),
    spaces: new Set(),
    deletedSpaces: new Set(),
    people: new Set(),
    policy: false,
  };

  const documentEvents = fresh.filter(isDocumentEvent);
  const items = await loadItems(transaction, source, [...new Set(documentEvents.map(itemIdOf))]);
  const changed = new Set<string>();
  const applied = new Set<WorkplaceEvent>();
  for (const event of documentEvents) {
    const before = items.get(itemIdOf(event));
    const after = before && applyToItem(before, event);
    if (!after || after === before) continue;
    items.set(after.id, after);
    changed.add(after.id);
    applied.add(event);
  }
  for (const event of fresh)
    if (!isDocumentEvent(event) && (await keep(transaction, source, event, affected))) applied.add(event);

  const spokenOf = [...changed].flatMap((id) => items.get(id) ?? []);
  await saveItems(transaction, source, spokenOf, { isLive: !isListing });
  for (const space of [...affected.spaces].sort()) await settleSpace(transaction, source.org, space);
  for (const person of [...affected.people].sort()) await settlePerson(transaction, source, person);
  if (affected.policy) await settlePolicy(transaction, source.org);
  const following = await itemsFollowing(transaction, source, [...affected.folders]);
  const others = await loadItems(
    transaction,
    source,
    following.filter((id) => !changed.has(id)),
  );
  await settleItems(transaction, source, [...spokenOf, ...others.values()], { lane, now });
  for (const space of affected.deletedSpaces) await emptySpace(transaction, source.org, space);
  for (const space of affected.spaces) await dropEmptySpace(transaction, source.org, space);

  const outcomes = events.map((event, at) =>
    !isNew[at] ? 'duplicate' : applied.has(event) ? 'applied' : 'stale',
  );
  if (!isListing) await count(transaction, source, events, { outcomes, rejected, now });
  return outcomes;
}

/** Waits until no other change of what workplaces say of an organisation is under way, and holds others off. */
export async function lockOrganisation(transaction: Transaction, org: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`workplace/${org}`}, 0))`.execute(transaction);
}

/** Counts what was delivered, for those who look after the source. */
async function count(
  transaction: Transaction,
  { org, id }: Source,
  events: readonly WorkplaceEvent[],
  {
    outcomes,
    rejected,
    now,
  }: { readonly outcomes: readonly EventOutcome[]; readonly rejected: number; readonly now: Date },
): Promise<void> {
  const many = (outcome: EventOutcome) => outcomes.filter((one) => one === outcome).length;
  const last = Math.max(0, ...events.map((event) => ('sequence' in event ? Number(event.sequence) : 0)));
  await sql`
    update source_progress set heard_at = ${now}, max_sequence = greatest(max_sequence, ${last}),
        applied = applied + ${many('applied')}, duplicates = duplicates + ${many('duplicate')},
        stale = stale + ${many('stale')}, rejected = rejected + ${rejected}
     where org = ${org} and source = ${id}`.execute(transaction);
}

export function isDocumentEvent(event: WorkplaceEvent): event is DocumentEvent {
  return event.type.startsWith('fr.workplace.document.');
}

/** Keeps a statement of the directory, a folder or the source itself; `false` when it is older than what is known. */
async function keep(
  transaction: Transaction,
  source: Source,
  event: Exclude<WorkplaceEvent, DocumentEvent>,
  affected: Affected,
): Promise<boolean> {
  const { org } = source;
  const id = idOf(event.subject);
  const sequence = 'sequence' in event ? Number(event.sequence) : 0;
  const save = (kind: RegisterKind, value: unknown) =>
    saveRegister(transaction, org, kind, id, { sequence, value });
  switch (event.type) {
    case 'fr.workplace.space.created.v1':
    case 'fr.workplace.space.updated.v1': {
      affected.spaces.add(id);
      const isCard = await save('space', event.data);
      // Another title does not bring back what was archived.
      if (event.type === 'fr.workplace.space.updated.v1') return isCard;
      return (await save('space-status', { state: 'active' })) || isCard;
    }
    case 'fr.workplace.space.archived.v1':
      affected.spaces.add(id);
      return save('space-status', { state: 'archived' });
    case 'fr.workplace.space.deleted.v1': {
      affected.spaces.add(id);
      await save('space-status', { state: 'deleted' });
      await replaceMembers(transaction, org, `space:${id}`, { sequence, members: [] });
      const isLater = await save('space-gone', { source: source.id } satisfies SpaceDeletion);
      if (isLater) affected.deletedSpaces.add(id);
      return isLater;
    }
    case 'fr.workplace.space.members.changed.v1':
    case 'fr.workplace.group.members.changed.v1':
      return changeMembers(transaction, org, groupOf(event), {
        sequence,
        added: event.data.added.map(principalOf),
        removed: event.data.removed.map(principalOf),
      });
    case 'fr.workplace.space.members.snapshot.v1':
    case 'fr.workplace.group.members.snapshot.v1':
      return replaceMembers(transaction, org, groupOf(event), {
        sequence,
        members: event.data.members.map(principalOf),
      });
    case 'fr.workplace.user.upserted.v1': {
      affected.people.add(id);
      const isCard = await save('user', event.data);
      return (await save('user-status', { state: event.data.status, since: event.time })) || isCard;
    }
    case 'fr.workplace.user.disabled.v1':
    case 'fr.workplace.user.erased.v1': {
      affected.people.add(id);
      const isErased = event.type === 'fr.workplace.user.erased.v1';
      const isGone = isErased && (await save('user-gone', {}));
      if (isGone) await leaveEverything(transaction, org, id, sequence);
      return (
        (await save('user-status', { state: isErased ? 'erased' : 'disabled', since: event.time })) || isGone
      );
    }
    case 'fr.workplace.folder.acl.changed.v1':
      affected.folders.add(id);
      return saveFolderRule(transaction, source, event);
    case 'fr.workplace.org.policy.changed.v1':
      affected.policy = true;
      return save('policy', event.data);
    case 'fr.workplace.source.heartbeat.v1':
      await transaction
        .updateTable('source_progress')
        .set({
          announced_sequence: sql`greatest(announced_sequence, ${Number(event.data.maxSequence)})`,
          // It is compared outside the request.
          pushed_digest: JSON.stringify({
            maxSequence: Number(event.data.maxSequence),
            spaces: event.data.spaces,
            isComplete: false,
          }),
        })
        .where('org', '=', org)
        .where('source', '=', source.id)
        .execute();
      return true;
  }
}

/** The principal whose members an event is about. */
const groupOf = ({ subject }: WorkplaceEvent): string =>
  `${subject.slice(0, subject.indexOf('/'))}:${idOf(subject)}`;

/**
 * Removes what stood in a space when it was deleted: what its own source had put there until then, and, unless the space was made anew
 * since, what people, folders and other sources had: these count otherwise.
 */
async function emptySpace(transaction: Transaction, org: string, space: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select d.id from document d
      left join item i on i.org = d.org and i.document_id = d.id
      join directory_register gone on gone.org = d.org and gone.kind = 'space-gone' and gone.id = d.space
      join directory_register status on status.org = d.org and status.kind = 'space-status' and status.id = d.space
     where d.org = ${org} and d.space = ${space} and d.parent_id is null
       and case when i.document_id is null or i.source is distinct from gone.value ->> 'source'
                  then status.value ->> 'state' = 'deleted'
                else i.content_sequence <= gone.sequence end`.execute(transaction);
  await removeRows(
    transaction,
    org,
    rows.map(({ id }) => id),
  );
}

/** Which of the events were not received before; the others are marked as received with this transaction. */
async function rememberIds(
  transaction: Transaction,
  source: Source,
  events: readonly WorkplaceEvent[],
): Promise<boolean[]> {
  // Ids are unique within the `source` of an event, which a source of ours may have several of.
  const keys = events.map((event) => `${event.source}\n${event.id}`);
  const { rows } = await sql<{ key: string }>`
    insert into inbox (org, source, event_id, result)
      select distinct ${source.org}, ${`workplace:${source.id}`}, key, 'true'::jsonb from unnest(${keys}::text[]) key
      on conflict (org, source, event_id) do nothing returning event_id as key`.execute(transaction);
  const fresh = new Set(rows.map(({ key }) => key));
  // The second of two alike in one delivery is a duplicate too.
  return keys.map((key) => fresh.delete(key));
}
