import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { childElement, childElements, findElements, type XmlElement } from '../xml-reader.ts';
import { chartBlocks } from './chart-blocks.ts';
import { paragraphTexts } from './drawing-text.ts';
import { type Parts, xmlOfPart } from './read-parts.ts';
import { relationshipId, relationshipsOf } from './relationships.ts';

/** What the chart or diagram says that `graphicData`, an element of `part`, points to. */
export function graphicBlocks(graphicData: XmlElement, parts: Parts, part: string): ParsedBlock[] {
  const relationships = relationshipsOf(parts, part);
  return childElements(graphicData).flatMap((reference) => {
    const id = relationshipId(reference);
    const found = relationships.find((one) => one.id === id);
    if (found === undefined) return [];
    const root = xmlOfPart(parts, found.target);
    if (/^chart/i.test(found.kind)) return chartBlocks(root);
    return found.kind === 'diagramData' ? diagramTexts(root).map(asParagraph) : [];
  });
}

/** A paragraph of this text. */
export const asParagraph = (text: string): ParsedBlock => ({ kind: 'paragraph', text });

// The points that people wrote in; the others draw the connections between them.
function diagramTexts(root: XmlElement): string[] {
  return findElements(root, 'pt')
    .filter(({ attributes }) => !/^(pres|parTrans|sibTrans)$/.test(attributes.get('type') ?? 'node'))
    .flatMap((point) => findElements(point, 't').filter((text) => childElement(text, 'p') !== undefined))
    .flatMap(paragraphTexts);
}
