import { idOf, type WorkplaceEvent } from '../../contract/events.ts';
import { readEvent } from '../receive-events.ts';
import type { Source } from '../source.ts';
import type { ExportLine } from './read-export-page.ts';

/** What the lines of a page say. */
export type ReadLines = {
  readonly events: readonly WorkplaceEvent[];
  /** Ids of items of which a line speaks that cannot be read: they are not changed, and not taken for absent. */
  readonly spared: readonly string[];
  readonly unreadable: number;
  /** Of the unreadable ones, those that do not even say which item they are of. */
  readonly nameless: number;
  /** Where problems are, never what stands there. */
  readonly problems: readonly string[];
};

const ofDirectory = /^fr\.workplace\.(user|group|space|folder|org)\./;
const ofOthers = /^fr\.workplace\.(user|group|space|org)\./;

/** Reads the lines of a page of items, or of the directory; of the latter, a source that is none is heard on folders alone. */
export function readLines(
  source: Source,
  lines: readonly ExportLine[],
  list: 'items' | 'directory',
): ReadLines {
  const events: WorkplaceEvent[] = [];
  const spared: string[] = [];
  const problems: string[] = [];
  let unreadable = 0;
  let nameless = 0;
  for (const line of lines) {
    const { said } = line;
    const type = textOf(said, 'type');
    if (list === 'directory' && !source.isDirectory && ofOthers.test(type)) continue;
    const read = 'problem' in line ? line.problem : eventOf(source, said, list);
    if (typeof read !== 'string') {
      events.push(read);
      continue;
    }
    unreadable += 1;
    problems.push(read);
    const subject = textOf(said, 'subject');
    if (/^doc\/./.test(subject)) spared.push(idOf(subject).slice(0, 200));
    else if (list === 'items') nameless += 1;
  }
  return { events, spared, unreadable, nameless, problems };
}

/** The event, or what is wrong with it. */
function eventOf(source: Source, said: unknown, list: 'items' | 'directory'): WorkplaceEvent | string {
  const read = readEvent(source, said);
  if (!read.event) return read.result.detail ?? read.result.code ?? 'event: not readable';
  return belongs(read.event, list) ? read.event : 'type: does not belong in this list';
}

function belongs({ type }: WorkplaceEvent, list: 'items' | 'directory'): boolean {
  return list === 'items' ? type === 'fr.workplace.document.upserted.v1' : ofDirectory.test(type);
}

function textOf(said: unknown, key: 'type' | 'subject'): string {
  const value = (said as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return typeof value === 'string' ? value : '';
}
