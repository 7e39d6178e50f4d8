import type { FlowParagraph } from '../flow/flow.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { Style } from './styles.ts';

const titles = new Set(['title', 'titre']);
const headingName = /^(?:heading|titre|überschrift) ([1-9])$/;
const quoteName = /^(?:quotations|quote|intense quote)$/;
const codeName = /^preformatted text$/;

/** Level of the heading that a paragraph is: 1 and more, 0 for the title of the document, `null` for other text. */
export function headingLevel({ name, attributes }: XmlElement, { names }: Style): number | null {
  if (name === 'text:h') return Math.max(1, Number(attributes.get('text:outline-level') ?? 1) || 1);
  if (names.some((one) => titles.has(one))) return 0;
  const digit = names.map((one) => headingName.exec(one)?.[1]).find(Boolean);
  return digit === undefined ? null : Number(digit);
}

export function kindOf({ names }: Style): FlowParagraph['kind'] {
  if (names.some((name) => quoteName.test(name))) return 'quote';
  return names.some((name) => codeName.test(name)) ? 'code' : 'paragraph';
}
