import { cleanText } from '../clean-text.ts';
import { childElements, findElements, textContent, type XmlElement } from '../xml-reader.ts';

/** The paragraphs of a drawing's text (DrawingML), each on one line, those without text left out. */
export function paragraphTexts(element: XmlElement): string[] {
  return findElements(element, 'p')
    .map(paragraphText)
    .filter((text) => text !== '');
}

/** The text of one paragraph of a drawing: its runs and fields, with line breaks as spaces. */
export function paragraphText(paragraph: XmlElement): string {
  const raw = (element: XmlElement): string =>
    childElements(element)
      .map((child) => {
        if (child.name === 'br' || child.name === 'tab') return ' ';
        if (child.name === 't') return textContent(child);
        // Formulas stand between two renditions of themselves: the picture of one for older programs is left out.
        return child.name === 'Fallback' || child.name === 'pPr' || child.name === 'rPr' ? '' : raw(child);
      })
      .join('');
  return cleanText(raw(paragraph));
}
