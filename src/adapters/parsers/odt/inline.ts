import { cleanText } from '../clean-text.ts';
import { type Backdrop, type Ink, isInvisible } from '../flow/ink.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Styles } from './styles.ts';

/** The words of a paragraph as they are shown, and the notes, comments and drawings that hang on it. */
export type Inline = {
  readonly text: string;
  readonly bold: boolean;
  readonly hiddenCharacters: number;
  readonly attached: readonly XmlElement[];
};

const dropped = new Set(['text:number', 'text:ruby-text', 'text:tracked-changes', 'office:annotation-end']);
const spaces = new Set(['text:s', 'text:tab', 'text:line-break']);

/** Reads the spans of a paragraph whose style has this ink; hidden text is counted and left out. */
export function readInline(paragraph: XmlElement, styles: Styles, ink: Ink, backdrop: Backdrop): Inline {
  const parts: string[] = [];
  const attached: XmlElement[] = [];
  let hiddenCharacters = 0;
  let plainSeen = false;
  let boldSeen = false;

  const show = (text: string, own: Ink): void => {
    if (isInvisible(own, backdrop)) {
      hiddenCharacters += cleanText(text).length;
      return;
    }
    parts.push(text);
    if (!/[\p{L}\p{N}]/u.test(text)) return;
    if (own.bold === true) boldSeen = true;
    else plainSeen = true;
  };

  const walk = (element: XmlElement, own: Ink): void => {
    for (const child of element.children) {
      if (typeof child === 'string') show(child, own);
      else if (spaces.has(child.name)) parts.push(child.name === 'text:line-break' ? '\n' : ' ');
      else if (
        child.name === 'text:note' ||
        child.name === 'office:annotation' ||
        /^draw:/.test(child.name)
      ) {
        if (!isInvisible(own, backdrop)) attached.push(child);
      } else if (child.name === 'text:hidden-text') {
        hiddenCharacters += cleanText(child.attributes.get('text:string-value') ?? '').length;
      } else if (!dropped.has(child.name)) {
        const style = child.name === 'text:span' ? child.attributes.get('text:style-name') : undefined;
        walk(child, { ...own, ...styles.style('text', style).ink });
      }
    }
  };

  walk(paragraph, ink);
  return {
    text: cleanText(parts.join('')),
    bold: boldSeen && !plainSeen,
    hiddenCharacters,
    attached,
  };
}
