import type { ParsedDocument, SensitivityLabel } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { labelsOfProperties } from '../sensitivity-labels.ts';
import { dateOf } from '../title.ts';
import { childElements, textContent } from '../xml-reader.ts';
import { type Parts, treeOfPart } from './read-parts.ts';

type Facts = Pick<ParsedDocument, 'author' | 'createdAt' | 'modifiedAt' | 'labels' | 'warnings'>;

/**
 * What an Office file says of itself: its properties, its sensitivity labels, and a warning when it carries macros.
 * `title` is what its properties hold, meaningful or not; `names` are those of all its entries.
 */
export function factsOf(
  parts: Parts,
  names: Iterable<string> = parts.keys(),
): { readonly title: string | undefined; readonly facts: Facts } {
  const properties = new Map(
    childElements(childElements(treeOfPart(parts, 'docProps/core.xml'))[0]).map((property) => [
      property.name,
      textContent(property),
    ]),
  );
  const hasMacros = [...names].some((name) => /(^|\/)vbaProject\.bin$/i.test(name));
  return {
    title: properties.get('dc:title'),
    facts: {
      author: cleanText(properties.get('dc:creator') ?? properties.get('cp:lastModifiedBy') ?? '') || null,
      createdAt: ownDate(properties.get('dcterms:created')),
      modifiedAt: ownDate(properties.get('dcterms:modified')),
      labels: labelsOf(parts),
      warnings: hasMacros ? [{ code: 'macros-ignored', count: 1 }] : [],
    },
  };
}

/** A widely used writer of Word files, python-docx, copies the dates of its template into each of them. */
const dateOfTemplate = '2013-12-23T23:15:00Z';

const ownDate = (value: string | undefined): Date | null => (value === dateOfTemplate ? null : dateOf(value));

function labelsOf(parts: Parts): SensitivityLabel[] {
  const custom = childElements(childElements(treeOfPart(parts, 'docProps/custom.xml'))[0]).map(
    (property) => [property.attributes.get('name') ?? '', textContent(property)] as const,
  );
  // Newer files have the ids of their labels in a part of its own, without their names.
  const listed = childElements(childElements(treeOfPart(parts, 'docMetadata/LabelInfo.xml'))[0])
    .filter(({ attributes }) => attributes.get('removed') !== '1')
    .map(({ attributes }) => {
      const id = (attributes.get('id') ?? '').replace(/[{}]/g, '');
      return [`MSIP_Label_${id}_Enabled`, attributes.get('enabled') === '0' ? 'false' : 'true'] as const;
    });
  return labelsOfProperties([...listed, ...custom]);
}
