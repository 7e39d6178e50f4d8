import { childElement, childElements, type XmlElement } from '../xml-reader.ts';

const part = (element: XmlElement, name: string): string => equationText(childElement(element, name));

/** An equation (`m:oMath` and what is in it) on one line, as people type it: `(a+b)/2`, `x^2`, `√(n)`. */
export function equationText(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  switch (element.name) {
    case 'm:t':
      return element.children.filter((child) => typeof child === 'string').join('');
    case 'm:f':
      return `${grouped(part(element, 'm:num'))}/${grouped(part(element, 'm:den'))}`;
    case 'm:sSup':
      return `${part(element, 'm:e')}^${grouped(part(element, 'm:sup'))}`;
    case 'm:sSub':
      return `${part(element, 'm:e')}_${grouped(part(element, 'm:sub'))}`;
    case 'm:sSubSup':
      return `${part(element, 'm:e')}_${grouped(part(element, 'm:sub'))}^${grouped(part(element, 'm:sup'))}`;
    case 'm:rad':
      return `${part(element, 'm:deg')}√(${part(element, 'm:e')})`;
    case 'm:d':
      return `(${childElements(element, 'm:e').map(equationText).join(', ')})`;
    case 'm:nary':
      return `${signOf(element)}${bound('_', part(element, 'm:sub'))}${bound('^', part(element, 'm:sup'))} ${part(element, 'm:e')}`;
    case 'm:mr':
      return `${childElements(element, 'm:e').map(equationText).join(', ')}; `;
    default:
      return childElements(element).map(equationText).join('');
  }
}

const grouped = (text: string): string => (/^[\p{L}\p{N}.,]*$/u.test(text) ? text : `(${text})`);

const bound = (sign: string, text: string): string => (text === '' ? '' : sign + grouped(text));

// Without a sign of its own, an operator over a range is an integral.
const signOf = (element: XmlElement): string =>
  childElement(childElement(element, 'm:naryPr'), 'm:chr')?.attributes.get('m:val') ?? '∫';
