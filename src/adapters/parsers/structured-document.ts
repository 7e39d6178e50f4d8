import type { ParsedDocument } from '../../core/parsed-document.ts';
import { plainDocument } from './formats/text.ts';
import { parsedDocument } from './parsed.ts';
import { blocksOfValue, titleOfValue } from './structured-blocks.ts';
import { holdsHtml, type Value } from './structured-value.ts';
import { meaningfulTitle } from './title.ts';

/**
 * The document of a file of data. Above `maxCharacters`, or when `parse` throws, it is the file's plain text, after
 * `plain` if given: data that cannot be understood can still be searched.
 */
export async function structuredDocument(
  text: string,
  maxCharacters: number,
  parse: () => Value,
  plain: (text: string) => string = (whole) => whole,
): Promise<ParsedDocument> {
  const value = text.length > maxCharacters ? null : parsed(parse);
  if (value === null) return plainDocument(plain(text));
  // Loaded only for data that hold HTML: its parser costs more to load than the others.
  const readHtml = holdsHtml(text) ? { readHtml: (await import('./formats/html.ts')).blocksOfHtml } : {};
  return parsedDocument(blocksOfValue(value, readHtml), { title: meaningfulTitle(titleOfValue(value)) });
}

function parsed(parse: () => Value): Value | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
