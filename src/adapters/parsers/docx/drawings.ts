import type { Backdrop } from '../flow/ink.ts';
import { childElement, childElements, findElement, type XmlElement } from '../xml-reader.ts';

/** What hangs on a paragraph: a note or comment by its id, or an element with text of its own. */
export type Attached =
  | { readonly kind: 'footnote' | 'endnote' | 'comment'; readonly id: string }
  | { readonly kind: 'text-box'; readonly element: XmlElement; readonly backdrop: Backdrop }
  /** A diagram of shapes (SmartArt) by the id of its part. */
  | { readonly kind: 'diagram'; readonly id: string };

/** The text boxes and diagrams in a drawing, groups of shapes included. */
export function drawnIn(element: XmlElement, backdrop: Backdrop = 'unknown'): Attached[] {
  return childElements(element).flatMap((child): Attached[] => {
    if (child.name === 'w:txbxContent') return [{ kind: 'text-box', element: child, backdrop }];
    if (child.name === 'dgm:relIds') return [{ kind: 'diagram', id: child.attributes.get('r:dm') ?? '' }];
    if (child.name === 'mc:AlternateContent')
      return drawnIn({ ...child, children: [chosen(child) ?? ''] }, backdrop);
    return drawnIn(child, fillOf(child) ?? backdrop);
  });
}

/** The same content stands there for newer and for older programs: only the first is read. */
export function chosen(alternatives: XmlElement): XmlElement | undefined {
  return childElement(alternatives, 'mc:Choice') ?? childElement(alternatives, 'mc:Fallback');
}

/** True when a picture or shape lies behind the text of this paragraph's page. */
export function backsPage(paragraph: XmlElement): boolean {
  const anchor = findElement(paragraph, 'wp:anchor');
  return /^(1|true)$/.test(anchor?.attributes.get('behindDoc') ?? '');
}

// A box without filling often lies on a picture, so what is behind it is not known.
function fillOf({ name, attributes, children }: XmlElement): Backdrop | undefined {
  if (name === 'wps:wsp') {
    const properties = children.find(
      (child): child is XmlElement => typeof child !== 'string' && child.name === 'wps:spPr',
    );
    const fill = childElements(childElement(properties, 'a:solidFill'))[0];
    if (fill?.name === 'a:srgbClr') return fill.attributes.get('val') ?? 'unknown';
    return /^(lt1|bg1)$/.test(fill?.attributes.get('val') ?? '') ? 'FFFFFF' : 'unknown';
  }
  if (name.startsWith('v:') && name !== 'v:shapetype' && attributes.has('fillcolor')) {
    const colour = attributes.get('fillcolor') ?? '';
    return /^#([0-9a-f]{6})\b/i.exec(colour)?.[1] ?? (/^white\b/.test(colour) ? 'FFFFFF' : 'unknown');
  }
  return undefined;
}
