import { type Backdrop, type Ink, isInvisible } from '../flow/ink.ts';
import { createTextCollector, type ShownText } from '../flow/shown-text.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Styles } from './styles.ts';

/** The words of a paragraph as they are shown, and the notes, comments and drawings that hang on it. */
export type Inline = ShownText & { readonly attached: readonly XmlElement[] };

const dropped = new Set(['text:number', 'text:ruby-text', 'text:tracked-changes', 'office:annotation-end']);
const isAttached = /^(?:text:note|office:annotation|draw:.*)$/;
const spaces = new Set(['text:s', 'text:tab', 'text:line-break']);

/** Reads the spans of a paragraph whose style has this ink; hidden text is counted and left out. */
export function readInline(paragraph: XmlElement, styles: Styles, ink: Ink, backdrop: Backdrop): Inline {
  const words = createTextCollector();
  const attached: XmlElement[] = [];

  const walk = (element: XmlElement, own: Ink): void => {
    const hidden = isInvisible(own, backdrop);
    for (const child of element.children) {
      if (typeof child === 'string') words.add(child, own, hidden);
      else if (spaces.has(child.name)) words.add(' ', own, hidden);
      else if (isAttached.test(child.name)) {
        if (!hidden) attached.push(child);
      } else if (child.name === 'text:hidden-text') {
        words.add(child.attributes.get('text:string-value') ?? '', own, true);
      } else if (!dropped.has(child.name)) {
        const style = child.name === 'text:span' ? child.attributes.get('text:style-name') : undefined;
        walk(child, { ...own, ...styles.style('text', style).ink });
      }
    }
  };

  walk(paragraph, ink);
  return { ...words.finish(false), attached };
}
