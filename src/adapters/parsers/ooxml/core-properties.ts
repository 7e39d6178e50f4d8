import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { dateOf, meaningfulTitle } from '../title.ts';
import { findElement, textContent } from '../xml-reader.ts';
import { xmlOfPart } from './read-parts.ts';

/** What the core properties of an Office Open XML file tell; `null` where they are silent or say nothing meaningful. */
export function coreProperties(
  parts: ReadonlyMap<string, Uint8Array>,
): Pick<ParsedDocument, 'title' | 'author' | 'createdAt' | 'modifiedAt'> {
  const root = xmlOfPart(parts, 'docProps/core.xml');
  const field = (name: string): string => {
    const element = findElement(root, name);
    return element === undefined ? '' : cleanText(textContent(element));
  };
  return {
    title: meaningfulTitle(field('title')),
    author: field('creator') || field('lastModifiedBy') || null,
    createdAt: dateOf(field('created')),
    modifiedAt: dateOf(field('modified')),
  };
}
