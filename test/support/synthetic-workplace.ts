import type { SmallExport } from './small-export.ts';
import { aDocument, anEvent, type SmallEvent } from './small-workplace.ts';

/** A document that is counted and never fetched, so that its registers and rights are all that there is of it. */
export function anEncryptedDocument(id: string, data: Readonly<Record<string, unknown>>): SmallEvent {
  const bytes = { dataref: 'http://127.0.0.1/', size: 10, sha256: 'a'.repeat(64) };
  const { dataref: _none, ...event } = aDocument(id, bytes, { encryption: 'e2ee', ...data });
  return event as unknown as SmallEvent;
}

/** Fills an export: so many spaces with members, groups and rights that differ, and so many documents in them. */
export function fillExport(source: SmallExport, { items, spaces }: { items: number; spaces: number }): void {
  const people = Array.from({ length: 200 }, (_none, i) => `agent-${i}`);
  for (const person of people)
    source.directory.push(anEvent('user.upserted', `user/${person}`, { name: person }));
  for (let group = 0; group < 20; group += 1) {
    const members = people.filter((_person, i) => i % 20 === group).map((person) => `user:${person}`);
    source.directory.push(anEvent('group.members.snapshot', `group/g${group}`, { members }));
  }
  for (let space = 0; space < spaces; space += 1) {
    const id = `s${space}`;
    const members = [`group:g${space % 20}`, `group:g${(space + 7) % 20}`, `user:agent-${space % 200}`];
    source.directory.push(
      anEvent('space.created', `space/${id}`, { title: `Espace ${space}` }),
      anEvent('space.members.snapshot', `space/${id}`, { members }),
    );
  }
  for (let i = 0; i < items; i += 1) source.items.set(itemId(i), anItem(i, spaces));
}

export const itemId = (i: number): string => `d${String(i).padStart(7, '0')}`;

function anItem(i: number, spaces: number): SmallEvent {
  const space = `s${i % spaces}`;
  const isShared = i % 3 === 0;
  const acl = isShared
    ? { allow: [`space:${space}`, `group:g${i % 20}`], deny: [`user:agent-${i % 50}`] }
    : { allow: [`space:${space}`] };
  return anEncryptedDocument(itemId(i), {
    space,
    folderPath: [`f${i % 40}`],
    path: `Dossier ${i % 40}/Document ${i}`,
    title: `Document ${i}`,
    acl,
  });
}
