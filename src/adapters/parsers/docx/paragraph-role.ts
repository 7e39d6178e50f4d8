import type { FlowParagraph } from '../flow/flow.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Style } from './styles.ts';
import { numberOf } from './toggles.ts';

/** Outline level of text that is no heading. */
const bodyLevel = 9;
const titles = new Set(['title', 'titre', 'titre principal', 'titel', 'título', 'titolo']);
/** Word writes English names of its styles in every language; other programs write theirs. */
const headingName = /^(?:heading|titre|überschrift|título|titolo|kop|rubrik|nagłówek|заголовок) ?([1-9])$/;
/** Tables of contents and of figures, and the word above them. */
const contentsName =
  /^(?:toc (?:[1-9]|heading)|table of figures|table of authorities|contents [1-9]|index [1-9])$/;
const quoteName = /^(?:intense )?quote$|^citation(?: intense)?$|^block text$/;
const codeName = /^(?:source code|html preformatted|preformatted text|code)$/;

/** Level of the heading that a paragraph is: 1 and more, 0 for the title of the document, `null` for other text. */
export function headingLevel(properties: XmlElement | undefined, style: Style): number | null {
  const own = numberOf(properties, 'w:outlineLvl');
  if (own === undefined && style.names.some((name) => titles.has(name))) return 0;
  const level = own ?? style.outlineLevel;
  if (level !== undefined) return level >= 0 && level < bodyLevel ? level + 1 : null;
  const digit = style.names.map((name) => headingName.exec(name)?.[1]).find(Boolean);
  return digit === undefined ? null : Number(digit);
}

/** True for lines that only repeat the headings of the document, with the numbers of their pages. */
export function isContents({ names }: Style): boolean {
  return names.some((name) => contentsName.test(name));
}

export function kindOf({ names }: Style): FlowParagraph['kind'] {
  if (names.some((name) => quoteName.test(name))) return 'quote';
  return names.some((name) => codeName.test(name)) ? 'code' : 'paragraph';
}
