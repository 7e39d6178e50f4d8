import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { type Property, propertiesOf, readComponents } from '../calendar/content-lines.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { blocksOfText } from './text.ts';

const mostContacts = tunables.calendar.entries;
const facts: readonly (readonly [label: string, property: string])[] = [
  ['Organisation', 'org'],
  ['Fonction', 'title'],
  ['Rôle', 'role'],
  ['Téléphone', 'tel'],
  ['Courriel', 'email'],
  ['Adresse', 'adr'],
  ['Site', 'url'],
  ['Catégories', 'categories'],
];

type Entry = readonly Property[];

/**
 * Reads an address book (vCard 2.1 to 4.0): each contact is a section with organisation, function, telephones, mail and
 * postal addresses, then its notes. Pictures are left out; so are contacts beyond the permitted number, with a warning.
 */
export async function readVcf(bytes: Uint8Array): Promise<ParsedDocument> {
  const blocks: ParsedBlock[] = [];
  let contacts = 0;
  let name = '';
  for (const component of readComponents(await decodeText(bytes), new Set(['vcard']))) {
    contacts += 1;
    if (contacts > mostContacts) continue;
    const contact = propertiesOf(component);
    name = nameOf(contact);
    blocks.push({ kind: 'heading', level: 1, text: name }, ...blocksOfContact(contact));
  }
  const document = parsedDocument(blocks, { title: contacts === 1 ? name : null });
  return addWarning(document, 'truncated', Math.max(0, contacts - mostContacts));
}

function blocksOfContact(contact: Entry): ParsedBlock[] {
  const known = facts
    .map(([label, property]) => [label, valuesOf(contact, property).join(' ; ')] as const)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label} : ${value}`);
  const opening: ParsedBlock[] = known.length > 0 ? [{ kind: 'paragraph', text: known.join('. ') }] : [];
  return [...opening, ...rawValuesOf(contact, 'note').map(String).flatMap(blocksOfText)];
}

// The full name, or what it is made of: family name, given name, others, title before, title after.
function nameOf(contact: Entry): string {
  const [full] = valuesOf(contact, 'fn');
  const [parts] = rawValuesOf(contact, 'n');
  const [family = '', given = '', other = '', before = '', after = ''] = Array.isArray(parts)
    ? parts.map(String)
    : [String(parts ?? '')];
  return (
    full ??
    (cleanText([before, given, other, family, after].join(' ')) ||
      valuesOf(contact, 'org')[0] ||
      valuesOf(contact, 'email')[0] ||
      'Sans nom')
  );
}

function rawValuesOf(properties: Entry, name: string): unknown[] {
  return properties.flatMap((property) =>
    property.name === name ? (property.getValues() as unknown[]) : [],
  );
}

/** Values as people write them: the fields of an address or an organisation parted by commas, `tel:` and the like gone. */
function valuesOf(contact: Entry, name: string): string[] {
  return rawValuesOf(contact, name)
    .map((value) => {
      const parts = (Array.isArray(value) ? value.flat() : [value]).map((part) => cleanText(String(part)));
      return parts
        .filter((part) => part !== '')
        .join(', ')
        .replace(/^(tel|mailto):/i, '');
    })
    .filter((value) => value !== '');
}
