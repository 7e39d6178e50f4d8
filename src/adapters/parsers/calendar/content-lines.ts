import ical from 'ical.js';

/** One property of a calendar entry or of a contact, as ical.js understands it. */
export type Property = InstanceType<typeof ical.Property>;

/** An entry (`vevent`, `vcard`…) with its own lines, not those of entries inside it. */
export type Component = { readonly kind: string; readonly lines: readonly string[] };

/** Pictures, sounds, keys and attached files: often most of the file, and no words. */
const withoutWords = /^(?:[\w-]+\.)?(?:photo|logo|sound|key|attach|x-alt-desc)[;:]/i;
const longestLine = 200_000;

/**
 * The entries of a calendar or of an address book, in the order in which they end. Lines are read one by one and only on
 * demand (`propertiesOf`), so that a line that breaks the rules costs that line and nothing else.
 */
export function* readComponents(text: string, kinds: ReadonlySet<string>): Generator<Component> {
  const open: { readonly kind: string; readonly lines: string[] }[] = [];
  for (const line of unfolded(text)) {
    const [, edge, name] = /^(BEGIN|END):\s*([\w-]{1,60})\s*$/i.exec(line) ?? [];
    const current = open.at(-1);
    if (edge === undefined || name === undefined) {
      if (
        current !== undefined &&
        kinds.has(current.kind) &&
        line.length <= longestLine &&
        !withoutWords.test(line)
      )
        current.lines.push(line);
    } else if (edge.toUpperCase() === 'BEGIN') open.push({ kind: name.toLowerCase(), lines: [] });
    else if (current?.kind === name.toLowerCase()) {
      open.pop();
      if (kinds.has(current.kind)) yield current;
    }
  }
}

/** The properties of an entry; lines that break the rules are left out. */
export function propertiesOf({ kind, lines }: Component): Property[] {
  return lines.flatMap((line) => propertyOf(line, kind));
}

/** Lines that RFC 5545 folds (a space opens the rest) or vCard 2.1 cuts (`=` ends the first part), whole again. */
function* unfolded(text: string): Generator<string> {
  let parts: string[] = [];
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const last = parts.at(-1);
    const cut = last?.endsWith('=') === true && /ENCODING=QUOTED-PRINTABLE/i.test(parts[0] ?? '');
    if (last !== undefined && (cut || /^[ \t]/.test(line))) {
      if (cut) parts[parts.length - 1] = last.slice(0, -1);
      parts.push(cut ? line : line.slice(1));
    } else {
      if (last !== undefined) yield parts.join('');
      parts = [line];
    }
  }
  if (parts.length > 0) yield parts.join('');
}

function propertyOf(line: string, kind: string): Property[] {
  try {
    const property =
      kind === 'vcard'
        ? ical.Property.fromString(withoutOldForms(line), ical.design.vcard3)
        : ical.Property.fromString(line, ical.design.icalendar);
    // Values are understood when first asked for, and a wrong date shows only then.
    property.getValues();
    return [property];
  } catch {
    return [];
  }
}

// vCard 2.1 writes bare types (`TEL;CELL:`) and quoted-printable values.
function withoutOldForms(line: string): string {
  const colon = line.indexOf(':');
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  if (colon === -1 || parameters.length === 0) return line;
  const value = line.slice(colon + 1);
  const quotedPrintable = parameters.some((one) => /^(ENCODING=)?QUOTED-PRINTABLE$/i.test(one));
  const kept = parameters
    .filter((one) => !/^(ENCODING=|CHARSET=|QUOTED-PRINTABLE$)/i.test(one))
    .map((one) => (one.includes('=') || one.includes('"') ? one : `TYPE=${one}`));
  return `${[name, ...kept].join(';')}:${quotedPrintable ? decodeQuotedPrintable(value) : value}`;
}

function decodeQuotedPrintable(value: string): string {
  const bytes = value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /[^\0-\xff]/.test(bytes)
    ? bytes
    : Buffer.from(bytes, 'latin1').toString('utf8').replace(/\r?\n/g, '\\n');
}
