import { cleanText } from '../clean-text.ts';
import { childElement, childElements, findElement, findElements, textContent, type XmlElement } from '../xml-reader.ts';
import { xmlOfPart } from './read-parts.ts';
import { relationshipId, relationshipsOf } from './relationships.ts';

/** The paragraphs of a drawing's text (DrawingML), each on one line, those without text left out. */
export function paragraphTexts(element: XmlElement): string[] {
  return findElements(element, 'p').map(paragraphText).filter((text) => text !== '');
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

/**
 * The texts of the shapes, charts (titles of the chart and its axes, its series and categories) and diagrams below
 * `element`, an element of `part`; hidden shapes left out.
 */
export function drawingTexts(
  element: XmlElement,
  parts: ReadonlyMap<string, Uint8Array>,
  part: string,
): string[] {
  const properties = findElement(element, 'cNvPr');
  if (/^(1|true)$/.test(properties?.attributes.get('hidden') ?? '')) return [];
  return [
    ...findElements(element, 'txBody').flatMap(paragraphTexts),
    ...findElements(element, 'graphicData').flatMap((data) => graphicTexts(data, parts, part)),
  ];
}

/** The texts of a chart or diagram that `graphicData` (an element of `part`) points to. */
export function graphicTexts(
  graphicData: XmlElement,
  parts: ReadonlyMap<string, Uint8Array>,
  part: string,
): string[] {
  const relationships = relationshipsOf(parts, part);
  return childElements(graphicData).flatMap((reference) => {
    const id = relationshipId(reference);
    const found = relationships.find((one) => one.id === id);
    if (found === undefined) return [];
    const root = xmlOfPart(parts, found.target);
    if (/^diagramData$/i.test(found.kind)) return diagramTexts(root);
    return /^chart/i.test(found.kind) ? chartTexts(root) : [];
  });
}

function diagramTexts(root: XmlElement): string[] {
  return findElements(root, 'pt')
    .filter(({ attributes }) => !/^(pres|parTrans|sibTrans)$/.test(attributes.get('type') ?? 'node'))
    .flatMap((point) => findElements(point, 't').filter((text) => childElement(text, 'p') !== undefined))
    .flatMap(paragraphTexts);
}

// Titles, then what the chart compares; its figures are those of a sheet.
function chartTexts(root: XmlElement): string[] {
  const titles = findElements(root, 'title').flatMap(paragraphTexts);
  const names = findElements(root, 'ser').flatMap((series) =>
    findElements(series, 'tx').map((name) => pointTexts(name).join(' ')),
  );
  const [categories] = findElements(root, 'cat');
  const points = categories === undefined ? [] : pointTexts(categories);
  const said = [...new Set([...titles, ...names, ...points])].filter((text) => /\p{L}/u.test(text));
  return said.length === 0 ? [] : [said.join(', ')];
}

function pointTexts(element: XmlElement): string[] {
  return findElements(element, 'pt').map((point) => cleanText(textContent(point)));
}
