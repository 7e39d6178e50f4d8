import { tunables } from '../../../../config/tunables.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { decodeText } from '../decode-text.ts';
import { structuredDocument } from '../structured-document.ts';
import { type Field, TooDeep, type Value } from '../structured-value.ts';
import { withoutDoctype } from '../without-doctype.ts';
import { readXml, textContent, type XmlElement } from '../xml-reader.ts';

/** Attributes that name things; of the others, only those with several words are for people. */
const namingAttributes = /^(?:titre|title|nom|name|label|libelle|intitule|description|summary|alt|value)$/i;

/**
 * Reads any XML: elements that hold others are groups, the rest are texts; feeds (RSS, Atom) come out as their entries. A
 * document type is left out, its entities are never expanded. What is not well formed is read as the text between tags.
 */
export async function readXmlFile(bytes: Uint8Array): Promise<ParsedDocument> {
  const opening = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const charset = /^\s*<\?xml[^>]{0,150}encoding\s*=\s*["']([\w-]+)/.exec(opening)?.[1];
  const text = await decodeText(bytes, charset);
  return structuredDocument(text, tunables.parsing.structuredCharacters, () => parse(text), withoutMarkup);
}

function parse(text: string): Value {
  const root = readXml(withoutDoctype(text)).children.find((child) => typeof child !== 'string');
  return root === undefined || typeof root === 'string' ? '' : valueOfElement(root, 0);
}

function valueOfElement(element: XmlElement, depth: number): Value {
  if (depth > tunables.parsing.structuredDepth) throw new TooDeep();
  const inner = element.children.filter((child) => typeof child !== 'string');
  const hasText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const fields: Field[] = [...element.attributes].filter(([name, value]) => isForPeople(name, value));
  if (inner.length === 0 || hasText) {
    const text = textContent(element).trim();
    return fields.length === 0 ? text : { fields: [...fields, ['', text]] };
  }
  for (const group of groupsOf(inner)) {
    const values = group.map((one) => valueOfElement(one, depth + 1));
    const [only = ''] = values;
    fields.push([(group[0]?.name ?? '').replace(/^.*:/, ''), values.length === 1 ? only : values]);
  }
  return { fields };
}

/** Neighbours of the same name, together: the order of the file is that of a text. */
function groupsOf(elements: readonly XmlElement[]): XmlElement[][] {
  const groups: XmlElement[][] = [];
  for (const element of elements) {
    const last = groups.at(-1);
    if (last?.[0]?.name === element.name) last.push(element);
    else groups.push([element]);
  }
  return groups;
}

function isForPeople(name: string, value: string): boolean {
  if (/^xmlns\b|^xsi:|^xml:/.test(name)) return false;
  return /\p{L}{2}/u.test(value) && (namingAttributes.test(name) || /\p{L}\s+\p{L}/u.test(value));
}

function withoutMarkup(text: string): string {
  return text.replace(/<!\[CDATA\[|\]\]>/g, ' ').replace(/<[^<>]*>/g, '\n');
}
