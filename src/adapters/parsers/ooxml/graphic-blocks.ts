import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { childElements, type XmlElement } from '../xml-reader.ts';
import { chartBlocks } from './chart-blocks.ts';
import { textsOfDiagram } from './diagram.ts';
import { type Parts, treeOfPart, xmlOfPart } from './read-parts.ts';
import { relationshipId, relationshipsOf } from './relationships.ts';

/** What the chart or diagram says that `graphicData`, an element of `part`, points to. */
export function graphicBlocks(graphicData: XmlElement, parts: Parts, part: string): ParsedBlock[] {
  const relationships = relationshipsOf(parts, part);
  return childElements(graphicData).flatMap((reference) => {
    const id = relationshipId(reference);
    const found = relationships.find((one) => one.id === id);
    if (found === undefined) return [];
    if (/^chart/i.test(found.kind)) return chartBlocks(xmlOfPart(parts, found.target));
    if (found.kind !== 'diagramData') return [];
    return textsOfDiagram(treeOfPart(parts, found.target)).map(asParagraph);
  });
}

/** A paragraph of this text. */
export const asParagraph = (text: string): ParsedBlock => ({ kind: 'paragraph', text });
