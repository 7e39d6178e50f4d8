import type { ParsedBlock } from '../../core/parsed-document.ts';
import { cleanText } from './clean-text.ts';
import { blocksOfText } from './formats/text.ts';
import { scalarText, tableOfRecords } from './structured-table.ts';
import { type Field, type Fields, holdsHtml, isFields, type Value } from './structured-value.ts';

export type StructuredOptions = {
  /** Turns a text that holds HTML into blocks; without it, it stays as it is. */
  readonly readHtml?: (html: string) => readonly ParsedBlock[];
};

/** A longer text with lines of its own is read as a text, below its name. */
const shortText = 300;
/** Encoded data: nobody searches for it. */
const encoded = /^(?:data:[^,]{0,100},|[A-Za-z0-9+/=_-]{400})/;
/** Fields that name the record they stand in. */
const titles = /^(?:title|titre|name|nom|label|libell[eé]|intitul[eé])$/i;
/** Names that only say "text". */
const proseNames = /^(?:|p|para|paragraph|paragraphe|text|texte|al|alinea|contenu|content|#text|value)$/i;

/**
 * Data in a form that people read: names of groups are headings, single values are lines « name : value », series of like
 * records are tables. Level 1 belongs to the groups at the top.
 */
export function blocksOfValue(value: Value, options: StructuredOptions = {}): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];

  const named = (name: string, inner: Value, level: number): void => {
    const text = scalarText(inner);
    if (typeof inner === 'string') single(name, inner);
    else if (text !== null && text.length <= shortText && !proseNames.test(name)) line(name, text);
    else if (isFields(inner)) record(name, inner, level);
    else series(name, inner, level);
  };

  const single = (name: string, text: string): void => {
    if (encoded.test(text)) return;
    const inner =
      options.readHtml !== undefined && holdsHtml(text)
        ? options.readHtml(text)
        : text.length > shortText && text.trim().includes('\n')
          ? blocksOfText(text)
          : null;
    if (inner === null) {
      line(name, text);
      return;
    }
    lead(name);
    for (const block of inner) blocks.push(block);
  };

  const line = (name: string, text: string): void => {
    const clean = cleanText(text);
    if (clean === '') return;
    blocks.push({ kind: 'paragraph', text: proseNames.test(name) ? clean : `${cleanText(name)} : ${clean}` });
  };

  /** Introduces what has no heading of its own. */
  const lead = (name: string): void => {
    if (!proseNames.test(name)) blocks.push({ kind: 'paragraph', text: `${cleanText(name)} :` });
  };

  const heading = (name: string, level: number): void => {
    const text = cleanText(name);
    if (text !== '') blocks.push({ kind: 'heading', level: Math.min(6, level), text });
  };

  const record = (name: string, { fields }: Fields, level: number): void => {
    const title = fields.find(
      ([key, inner]) => titles.test(key) && typeof inner === 'string' && inner !== '',
    );
    const isNameless = name === '' || /^(?:title|titre)$/i.test(title?.[0] ?? '');
    const shownTitle = isNameless && typeof title?.[1] === 'string' ? title[1] : null;
    heading(shownTitle ?? name, level);
    const inside = shownTitle === null && name === '' ? level : level + 1;
    const rest = shownTitle === null ? fields : fields.filter((field) => field !== title);
    const table = tableOfRecords(
      rest.map(([, inner]) => inner),
      rest.map(([key]) => cleanText(key)),
    );
    if (table !== null && rest.length > 2) blocks.push(table);
    else for (const [key, inner] of simpleFirst(rest)) named(key, inner, inside);
  };

  const series = (name: string, items: readonly Value[], level: number): void => {
    const table = tableOfRecords(items);
    if (table !== null) {
      heading(name, level);
      blocks.push(table);
    } else if (items.every((item) => typeof item === 'string')) strings(name, items);
    else {
      heading(name, level);
      const inside = name === '' ? level : level + 1;
      for (const item of items) {
        if (isFields(item)) record('', item, inside);
        else named('', item, inside);
      }
    }
  };

  const strings = (name: string, items: readonly string[]): void => {
    lead(name);
    for (const item of items) {
      if (proseNames.test(name) || holdsHtml(item)) single('', item);
      else if (!encoded.test(item)) blocks.push({ kind: 'list-item', depth: 0, text: cleanText(item) });
    }
  };

  if (isFields(value)) record('', value, 1);
  else named('', value, 1);
  return blocks;
}

// What follows a group would stand below its heading.
function simpleFirst(fields: readonly Field[]): Field[] {
  const isSimple = ([, inner]: Field): boolean => typeof inner === 'string' || scalarText(inner) !== null;
  return [...fields.filter(isSimple), ...fields.filter((field) => !isSimple(field))];
}

/** The title that a record gives itself, or the only one in it, for the document that it is. */
export function titleOfValue(value: Value): string | null {
  if (!isFields(value)) return null;
  const [only] = value.fields;
  if (value.fields.length === 1 && only !== undefined && isFields(only[1])) return titleOfValue(only[1]);
  const title = value.fields.find(
    ([name, inner]) => /^(?:title|titre)$/i.test(name) && typeof inner === 'string',
  );
  return typeof title?.[1] === 'string' ? title[1] : null;
}
