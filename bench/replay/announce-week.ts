import {
  aDocument,
  anEvent,
  type SmallEvent,
  type SmallWorkplace,
} from '../../test/support/small-workplace.ts';
import type { Step } from './plan-week.ts';
import type { WeekFile } from './week-files.ts';

export const spaces = Array.from({ length: 8 }, (_, at) => String(at));

/** A step whose file the workplace holds. */
export type ReadyStep = {
  readonly step: Step;
  readonly file: ReturnType<SmallWorkplace['file']> | null;
} & Pick<WeekFile, 'title' | 'path'>;

/** Spaces, and somebody who is in all of them. */
export function directory(person: string): SmallEvent[] {
  return [
    anEvent('user.upserted', `user/${person}`, { name: 'Agent' }),
    ...spaces.flatMap((id) => [
      anEvent('space.created', `space/${id}`, { title: `Espace ${id}` }),
      anEvent('space.members.changed', `space/${id}`, { added: [`user:${person}`] }),
    ]),
  ];
}

/** Says what happens, one step after the other: call it in the order of the week. */
export function createAnnouncer(): (ready: ReadyStep) => SmallEvent {
  const moves = new Map<number, number>();
  return ({ step, file, title, path }) => {
    const { number } = step;
    const subject = `doc/d${number}`;
    if (step.kind === 'deleted') return anEvent('document.deleted', subject, {});
    const moved = (moves.get(number) ?? 0) + (step.kind === 'moved' ? 1 : 0);
    moves.set(number, moved);
    const space = spaces[(number + moved) % spaces.length] ?? '';
    const place = { space, aclVersion: 1 + moved, acl: { allow: [`space:${space}`] } };
    if (step.kind !== 'read') return anEvent('document.moved', subject, { ...place, path });
    if (!file) throw new Error(`${subject}: no file`);
    return aDocument(`d${number}`, file, { ...place, title, path, contentVersion: step.version });
  };
}
