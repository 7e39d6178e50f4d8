import { cleanText } from '../clean-text.ts';
import { remarkText } from '../remark-text.ts';
import { childElement, childElements, textContent, type XmlElement } from '../xml-reader.ts';

/** Inside a paragraph, but no part of its sentence. */
const apart = new Set([
  'office:annotation',
  'text:note',
  'draw:frame',
  'draw:custom-shape',
  'svg:title',
  'svg:desc',
]);

/** The text of a paragraph (OpenDocument) on one line, without the notes, comments and drawings that hang on it. */
export function inlineText(element: XmlElement): string {
  const raw = (node: XmlElement | string): string => {
    if (typeof node === 'string') return node;
    if (apart.has(node.name)) return '';
    if (node.name === 'text:s' || node.name === 'text:tab' || node.name === 'text:line-break') return ' ';
    return node.children.map(raw).join('');
  };
  return cleanText(element.children.map(raw).join(''));
}

/** What somebody remarked (`office:annotation`), after author and day; empty for an empty remark. */
export function annotationText(annotation: XmlElement): string {
  const text = cleanText(
    childElements(annotation)
      .filter(({ name }) => name === 'text:p' || name === 'text:list')
      .map(textContent)
      .join(' '),
  );
  const field = (name: string): string => {
    const element = childElement(annotation, name);
    return element === undefined ? '' : cleanText(textContent(element));
  };
  return remarkText(text, field('dc:creator'), field('dc:date'));
}
