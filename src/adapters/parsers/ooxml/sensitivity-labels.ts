import type { SensitivityLabel } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { msipLabels } from '../msip-labels.ts';
import { findElements, textContent } from '../xml-reader.ts';
import { xmlOfPart } from './read-parts.ts';

/** The labels of Microsoft's information protection on an Office Open XML file, from its custom properties. */
export function sensitivityLabels(parts: ReadonlyMap<string, Uint8Array>): SensitivityLabel[] {
  const properties = findElements(xmlOfPart(parts, 'docProps/custom.xml'), 'property');
  return msipLabels(
    properties.map((element) => [element.attributes.get('name') ?? '', cleanText(textContent(element))]),
  );
}
