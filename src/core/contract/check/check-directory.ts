import type { Acl } from '../acl.ts';
import { idOf } from '../events.ts';
import { principalOf } from '../principal.ts';
import { type CheckContext, itemsOf } from './context.ts';
import { type Finding, skipped, verdict } from './report.ts';

/** Everybody and everything that rights, members and items name is announced. */
export async function checkDirectory(context: CheckContext): Promise<Finding> {
  const directory = await context.directory();
  if (!directory.isOffered) return skipped('not-offered');
  if (!directory.isWhole || directory.lines.length === 0) return skipped('no-listing');
  const announced = new Set<string>();
  const withMembers = new Set<string>();
  const active = new Map<string, number>();
  const archived = new Map<string, number>();
  const named = new Map<string, string>();
  const name = (principals: readonly string[], by: string) => {
    for (const principal of principals.map(principalOf)) if (!named.has(principal)) named.set(principal, by);
  };
  const nameAll = ({ allow, restrictedTo, deny }: Acl, by: string) =>
    name([...allow, ...restrictedTo, ...deny], by);

  for (const { event, at } of directory.lines) {
    if (!event) continue;
    const id = idOf(event.subject);
    if (event.type === 'fr.workplace.user.upserted.v1') announced.add(`user:${id}`);
    if (event.type === 'fr.workplace.space.created.v1') active.set(id, Number(event.sequence));
    if (event.type === 'fr.workplace.space.archived.v1') archived.set(id, Number(event.sequence));
    if (event.type === 'fr.workplace.space.created.v1' || event.type === 'fr.workplace.space.updated.v1')
      announced.add(`space:${id}`);
    if (event.type === 'fr.workplace.group.members.snapshot.v1') {
      announced.add(`group:${id}`);
      name(event.data.members, at);
    }
    if (event.type === 'fr.workplace.space.members.snapshot.v1') {
      withMembers.add(`space:${id}`);
      name(event.data.members, at);
    }
    if (event.type === 'fr.workplace.folder.acl.changed.v1') nameAll(event.data.acl, at);
  }
  for (const { subject, data } of itemsOf(await context.items())) {
    name([`space:${data.space}`], subject);
    nameAll(data.acl, subject);
  }

  const tenant =
    context.tenant ?? (directory.lines[0]?.value.data as { tenant?: string } | undefined)?.tenant;
  const problems: string[] = [];
  for (const [principal, by] of named) {
    const isKnown = principal.startsWith('org:') ? principal === `org:${tenant}` : announced.has(principal);
    if (!isKnown) problems.push(`${principal}, named by ${by}, is not announced`);
  }
  for (const principal of announced)
    if (principal.startsWith('space:') && !withMembers.has(principal))
      problems.push(`${principal} is announced without its members`);
  for (const [id, sequence] of archived)
    if ((active.get(id) ?? 0) > sequence)
      problems.push(`space:${id} is archived, and made (space.created) later than that: give space.updated`);
  return verdict(problems);
}
