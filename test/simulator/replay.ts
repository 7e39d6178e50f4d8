import { digestOf } from '../../src/core/contract/digest.ts';
import { idOf, type WorkplaceEvent, workplaceEvent } from '../../src/core/contract/events.ts';
import type { Rights } from './read-documents.ts';

type Acl = Rights & { readonly inherited: boolean };
type Said<T> = { readonly at: number; readonly value: T };

/** Keeps what was said last of each thing, by sequence and never by arrival. */
function register<T>() {
  const values = new Map<string, Said<T>>();
  return {
    say(key: string, at: number, value: T): void {
      const known = values.get(key);
      if (!known || at > known.at) values.set(key, { at, value });
    },
    get: (key: string): Said<T> | undefined => values.get(key),
    entries: () => values.entries(),
  };
}

const spelled = (principal: string) => principal.replace(/^grp:/, 'group:');

/**
 * What a reader of the contract must know after these events, however often and in whatever order they came: the contract's
 * rules, spelled out one at a time. It is the measure of the workplace here, and can be one of any receiver.
 */
export function replay(events: readonly unknown[], tenant: string) {
  const content = register<{ version: number; e2ee: boolean }>();
  const place = register<{ space: string; folderPath: readonly string[] }>();
  const rights = register<{ acl: Acl; version: number }>();
  const deletions = register<true>();
  const folders = register<{ acl: Acl; version: number }>();
  const cards = register<{ assistant: string }>();
  const spaceStatuses = register<string>();
  const spaceDeletions = register<true>();
  const pairs = register<boolean>();
  const floors = register<ReadonlySet<string>>();
  const people = register<{ guest: boolean }>();
  const statuses = register<string>();
  const policy = register<string>();

  for (const event of events) apply(workplaceEvent.parse(event));

  function apply(event: WorkplaceEvent): void {
    if (event.type === 'fr.workplace.source.heartbeat.v1') return;
    const at = Number(event.sequence);
    const id = idOf(event.subject);
    switch (event.type) {
      case 'fr.workplace.document.upserted.v1':
      case 'fr.workplace.document.restored.v1': {
        const { contentVersion, encryption } = event.data;
        content.say(id, at, { version: contentVersion, e2ee: encryption === 'e2ee' });
        place.say(id, at, event.data);
        rights.say(id, at, { acl: event.data.acl, version: event.data.aclVersion });
        break;
      }
      case 'fr.workplace.document.moved.v1':
        place.say(id, at, event.data);
        rights.say(id, at, { acl: event.data.acl, version: event.data.aclVersion });
        break;
      case 'fr.workplace.document.acl.changed.v1':
        rights.say(id, at, { acl: event.data.acl, version: event.data.aclVersion });
        break;
      case 'fr.workplace.document.deleted.v1':
        deletions.say(id, at, true);
        break;
      case 'fr.workplace.folder.acl.changed.v1':
        folders.say(id, at, { acl: event.data.acl, version: event.data.aclVersion });
        break;
      case 'fr.workplace.space.created.v1':
      case 'fr.workplace.space.updated.v1':
        cards.say(id, at, event.data);
        if (event.type === 'fr.workplace.space.created.v1') spaceStatuses.say(id, at, 'active');
        break;
      case 'fr.workplace.space.deleted.v1':
        spaceStatuses.say(id, at, 'deleted');
        floors.say(`space:${id}`, at, new Set());
        spaceDeletions.say(id, at, true);
        break;
      case 'fr.workplace.space.archived.v1':
        spaceStatuses.say(id, at, 'archived');
        break;
      case 'fr.workplace.space.members.changed.v1':
      case 'fr.workplace.group.members.changed.v1': {
        const container = `${event.type.includes('.space.') ? 'space' : 'group'}:${id}`;
        for (const member of event.data.removed) pairs.say(`${container} ${spelled(member)}`, at, false);
        for (const member of event.data.added) pairs.say(`${container} ${spelled(member)}`, at, true);
        break;
      }
      case 'fr.workplace.space.members.snapshot.v1':
      case 'fr.workplace.group.members.snapshot.v1':
        floors.say(
          `${event.type.includes('.space.') ? 'space' : 'group'}:${id}`,
          at,
          new Set(event.data.members.map(spelled)),
        );
        break;
      case 'fr.workplace.user.upserted.v1':
        people.say(id, at, event.data);
        statuses.say(id, at, event.data.status);
        break;
      case 'fr.workplace.user.disabled.v1':
        statuses.say(id, at, 'disabled');
        break;
      case 'fr.workplace.user.erased.v1':
        statuses.say(id, at, 'erased');
        break;
      case 'fr.workplace.org.policy.changed.v1':
        policy.say('guests', at, event.data.guests);
        break;
    }
  }

  const memberships = new Set<string>();
  for (const [container, { value }] of floors.entries())
    for (const member of value) memberships.add(`${container} ${member}`);
  for (const [pair, { at, value }] of pairs.entries()) {
    if (at <= (floors.get(pair.slice(0, pair.indexOf(' ')))?.at ?? -1)) continue;
    if (value) memberships.add(pair);
    else memberships.delete(pair);
  }
  const principalsOf = (person: string): Set<string> => {
    const found = new Set([`user:${person}`, `org:${tenant}`]);
    for (let before = 0; before < found.size; ) {
      before = found.size;
      for (const pair of memberships) {
        const [container = '', member = ''] = pair.split(' ');
        if (found.has(member)) found.add(container);
      }
    }
    return found;
  };

  const effective = (id: string, folderPath: readonly string[]) => {
    let latest = rights.get(id);
    if (!latest?.value.acl.inherited) return latest?.value;
    for (const folder of folderPath.toReversed()) {
      const said = folders.get(folder);
      if (!said) continue;
      if (said.at > latest.at) latest = said;
      if (!said.value.acl.inherited) break;
    }
    return latest.value;
  };

  const readers = [...people.entries()]
    .filter(([id, { value }]) => {
      const isShutOut = value.guest && policy.get('guests')?.value === 'excluded';
      return statuses.get(id)?.value === 'active' && !isShutOut;
    })
    .map(([id]) => ({ id, principals: principalsOf(id) }));
  const mayFind = new Map<string, string[]>();
  const bySpace = new Map<string, { id: string; contentVersion: number; aclVersion: number }[]>();
  for (const [id, { at, value }] of content.entries()) {
    const where = place.get(id)?.value;
    const now = where && effective(id, where.folderPath);
    if (!where || !now) continue;
    if (at < (deletions.get(id)?.at ?? -1) || at < (spaceDeletions.get(where.space)?.at ?? -1)) continue;
    const items = bySpace.get(where.space) ?? [];
    items.push({ id, contentVersion: value.version, aclVersion: now.version });
    bySpace.set(where.space, items);
    if (value.e2ee || cards.get(where.space)?.value.assistant !== 'allowed') continue;
    if (spaceStatuses.get(where.space)?.value !== 'active') continue;
    const { allow, restrictedTo = [], deny = [] } = now.acl;
    const isAny = (list: readonly string[], principals: ReadonlySet<string>) =>
      list.some((principal) => principals.has(spelled(principal)));
    mayFind.set(
      id,
      readers
        .filter(
          ({ principals }) =>
            isAny(allow, principals) &&
            (restrictedTo.length === 0 || isAny(restrictedTo, principals)) &&
            !isAny(deny, principals),
        )
        .map((reader) => reader.id)
        .sort(),
    );
  }
  const digests = [...bySpace].map(([space, items]) => ({
    space,
    count: items.length,
    digest: digestOf(items),
  }));
  return { mayFind, digests };
}
