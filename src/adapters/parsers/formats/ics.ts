import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { type Property, propertiesOf, readComponents } from '../calendar/content-lines.ts';
import { recurrenceInWords } from '../calendar/recurrence.ts';
import { momentOf, spanOf, type When, whenOf } from '../calendar/when.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { meaningfulTitle } from '../title.ts';
import { blocksOfText } from './text.ts';

const { entries: mostEntries, attendees: mostAttendees } = tunables.calendar;
const entryKinds = new Set(['vevent', 'vtodo', 'vjournal', 'vfreebusy']);
const mostDates = 50;
const states: Readonly<Record<string, string>> = {
  CANCELLED: 'annulé',
  TENTATIVE: 'provisoire',
  COMPLETED: 'terminé',
  'IN-PROCESS': 'en cours',
  'NEEDS-ACTION': 'à faire',
  DRAFT: 'brouillon',
};

type Entry = readonly Property[];

/**
 * Reads a calendar: each event, task or note is a section with its dates, place and people in words, then its description.
 * Reminders are left out, recurrences stay rules. Entries beyond the permitted number are left out, with a warning.
 */
export async function readIcs(bytes: Uint8Array): Promise<ParsedDocument> {
  const blocks: ParsedBlock[] = [];
  const titles: string[] = [];
  let calendarName = '';
  let entries = 0;
  for (const component of readComponents(await decodeText(bytes), new Set([...entryKinds, 'vcalendar']))) {
    if (component.kind === 'vcalendar') {
      calendarName = textOf(propertiesOf(component), 'x-wr-calname') || calendarName;
      continue;
    }
    entries += 1;
    if (entries > mostEntries) continue;
    const entry = propertiesOf(component);
    const title = textOf(entry, 'summary') || 'Sans titre';
    titles.push(title);
    blocks.push({ kind: 'heading', level: 1, text: title }, ...blocksOfEntry(entry));
  }
  const [only] = titles;
  const document = parsedDocument(blocks, {
    title: meaningfulTitle(calendarName) ?? (titles.length === 1 ? meaningfulTitle(only) : null),
  });
  return addWarning(document, 'truncated', Math.max(0, entries - mostEntries));
}

function blocksOfEntry(entry: Entry): ParsedBlock[] {
  const start = whenIn(entry, 'dtstart');
  const due = whenIn(entry, 'due');
  const original = whenIn(entry, 'recurrence-id');
  const facts = [
    fact('Date', start === null ? '' : spanOf(start, whenIn(entry, 'dtend') ?? endAfter(entry, start))),
    fact('Échéance', due === null ? '' : momentOf(due)),
    fact('Récurrence', recurrenceInWords(valuesOf(entry, 'rrule')[0]) ?? ''),
    fact('Dates ajoutées', momentsIn(entry, 'rdate')),
    fact('Sauf', momentsIn(entry, 'exdate')),
    fact('Remplace la date', original === null ? '' : momentOf(original)),
    fact('Lieu', textOf(entry, 'location')),
    fact('Organisateur', peopleIn(entry, 'organizer')),
    fact('Participants', peopleIn(entry, 'attendee')),
    fact('État', states[textOf(entry, 'status').toUpperCase()] ?? ''),
    fact('Catégories', valuesOf(entry, 'categories').map(String).map(cleanText).join(', ')),
    fact('Lien', textOf(entry, 'url')),
  ].filter((part) => part !== '');
  const opening: ParsedBlock[] = facts.length > 0 ? [{ kind: 'paragraph', text: facts.join('. ') }] : [];
  const words = ['description', 'comment'].flatMap((name) => valuesOf(entry, name).map(String));
  return [...opening, ...words.flatMap(blocksOfText)];
}

const fact = (label: string, value: string): string => (value === '' ? '' : `${label} : ${value}`);

function valuesOf(properties: Entry, name: string): unknown[] {
  return properties.flatMap((property) =>
    property.name === name ? (property.getValues() as unknown[]) : [],
  );
}

function textOf(entry: Entry, name: string): string {
  const [value] = valuesOf(entry, name);
  return typeof value === 'string' ? cleanText(value) : '';
}

function whensIn(properties: Entry, name: string): When[] {
  return properties
    .filter((property) => property.name === name)
    .flatMap((property) =>
      (property.getValues() as unknown[]).map((value) =>
        whenOf(startOf(value), property.getParameter('tzid')),
      ),
    )
    .filter((when) => when !== null);
}

const whenIn = (entry: Entry, name: string): When | null => whensIn(entry, name)[0] ?? null;

// A period has a start of its own.
function startOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'start' in value ? value.start : value;
}

function endAfter(entry: Entry, start: When): When | null {
  const [duration] = valuesOf(entry, 'duration');
  if (typeof duration !== 'object' || duration === null || !('toSeconds' in duration)) return null;
  const [hours = 0, minutes = 0] = (start.time ?? '00:00').split(':').map(Number);
  const seconds = Number((duration.toSeconds as () => unknown).call(duration));
  const end = new Date(start.day.getTime() + (hours * 60 + minutes) * 60_000 + seconds * 1000);
  if (Number.isNaN(end.getTime())) return null;
  const day = new Date(Math.floor(end.getTime() / 86_400_000) * 86_400_000);
  return { day, time: start.time === null ? null : end.toISOString().slice(11, 16), zone: start.zone };
}

function momentsIn(entry: Entry, name: string): string {
  return whensIn(entry, name).slice(0, mostDates).map(momentOf).join(' ; ');
}

function peopleIn(properties: Entry, name: string): string {
  return properties
    .filter((property) => property.name === name)
    .slice(0, mostAttendees)
    .map((property) => {
      const address = String(property.getFirstValue() ?? '').replace(/^mailto:/i, '');
      const common = property.getParameter('cn');
      return cleanText(typeof common === 'string' && common !== address ? `${common} <${address}>` : address);
    })
    .join(', ');
}
