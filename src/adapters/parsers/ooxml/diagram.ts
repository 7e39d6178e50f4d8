import { cleanText } from '../clean-text.ts';
import { childElement, childElements, textContent, type XmlElement } from '../xml-reader.ts';

/** The words of a diagram of shapes (SmartArt; its `data` part), one text for each shape, as its author entered them. */
export function textsOfDiagram(tree: XmlElement | undefined): string[] {
  const points = childElements(childElement(childElements(tree)[0], 'dgm:ptLst'), 'dgm:pt');
  return points
    .filter(({ attributes }) => (attributes.get('type') ?? 'node') === 'node')
    .map((point) => childElements(childElement(point, 'dgm:t'), 'a:p').map(textContent))
    .map((paragraphs) => cleanText(paragraphs.join(' ')))
    .filter((text) => text !== '');
}
