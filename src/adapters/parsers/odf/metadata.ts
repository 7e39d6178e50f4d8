import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { Refusal } from '../refusal.ts';
import { labelsOfProperties } from '../sensitivity-labels.ts';
import { dateOf, meaningfulTitle } from '../title.ts';
import { findElement, findElements, readXml, textContent } from '../xml-reader.ts';

/** What the metadata of an OpenDocument file tell; `null` where they are silent or say nothing meaningful. */
export function odfMetadata(
  parts: ReadonlyMap<string, Uint8Array>,
): Pick<ParsedDocument, 'title' | 'author' | 'createdAt' | 'modifiedAt' | 'labels'> {
  const root = readXml(Buffer.from(parts.get('meta.xml') ?? []).toString('utf8'));
  const field = (name: string): string => {
    const element = findElement(root, name);
    return element === undefined ? '' : cleanText(textContent(element));
  };
  return {
    title: meaningfulTitle(field('dc:title')),
    author: field('meta:initial-creator') || field('dc:creator') || null,
    createdAt: dateOf(field('meta:creation-date')),
    modifiedAt: dateOf(field('dc:date')),
    labels: labelsOfProperties(
      findElements(root, 'meta:user-defined').map((element) => [
        element.attributes.get('meta:name') ?? '',
        cleanText(textContent(element)),
      ]),
    ),
  };
}

/** Throws `Refusal('encrypted')` for an OpenDocument file whose manifest says so. */
export function refuseEncrypted(parts: ReadonlyMap<string, Uint8Array>): void {
  const manifest = Buffer.from(parts.get('META-INF/manifest.xml') ?? []).toString('utf8');
  if (/encryption-data\b/.test(manifest)) throw new Refusal('skipped', 'encrypted');
}
