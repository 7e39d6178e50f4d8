import { hex } from 'dingbat-to-unicode';
import { type Backdrop, type Ink, isInvisible } from '../flow/ink.ts';
import { createTextCollector, type ShownText } from '../flow/shown-text.ts';
import { childElement, childElements, type XmlElement } from '../xml-reader.ts';
import { type Attached, chosen, drawnIn } from './drawings.ts';
import { equationText } from './equation.ts';
import { type Fields, repeatsDocument } from './fields.ts';
import { inkOf } from './run-ink.ts';
import type { Styles } from './styles.ts';
import { stringOf } from './toggles.ts';

/** The words of a paragraph as they are shown, and what hangs on it. */
export type Inline = ShownText & { readonly attached: readonly Attached[] };

type Surroundings = {
  readonly styles: Styles;
  readonly fields: Fields;
  /** Ink of the paragraph's style. */
  readonly ink: Ink;
  readonly backdrop: Backdrop;
  /** Line breaks and indentation matter. */
  readonly code: boolean;
};

const notes: ReadonlyMap<string, 'footnote' | 'endnote' | 'comment'> = new Map([
  ['w:footnoteReference', 'footnote'],
  ['w:endnoteReference', 'endnote'],
  ['w:commentReference', 'comment'],
]);
const drawings = new Set(['w:drawing', 'w:pict', 'w:object']);
/** Content that is not shown: what a tracked change took away, alternatives, properties. */
const dropped = new Set(['w:del', 'w:moveFrom', 'w:pPr', 'w:rPr', 'w:sdtPr']);

/** Reads the runs of a paragraph: tracked changes accepted, results of fields, no hidden text. */
export function readInline(
  paragraph: XmlElement,
  { styles, fields, ink, backdrop, code }: Surroundings,
): Inline {
  const words = createTextCollector();
  const attached: Attached[] = [];

  const run = (element: XmlElement): void => {
    const properties = childElement(element, 'w:rPr');
    const style = styles.style(stringOf(properties, 'w:rStyle'));
    const own = { ...ink, ...style.ink, ...inkOf(properties) };
    const hidden = isInvisible(own, backdrop);
    for (const child of childElements(element)) content(child, own, hidden);
  };

  const content = (element: XmlElement, own: Ink, hidden: boolean): void => {
    const characters = charactersOf(element, fields);
    const note = notes.get(element.name);
    if (characters !== undefined) {
      if (fields.shows()) words.add(characters, own, hidden);
    } else if (note !== undefined) {
      const id = element.attributes.get('w:id');
      if (id !== undefined && !hidden) attached.push({ kind: note, id });
    } else if (element.name === 'w:ruby') walk(childElement(element, 'w:rubyBase'));
    else if (element.name === 'mc:AlternateContent') {
      for (const child of childElements(chosen(element))) content(child, own, hidden);
    } else if (drawings.has(element.name) && !hidden) attached.push(...drawnIn(element));
  };

  const walk = (container: XmlElement | undefined): void => {
    for (const child of childElements(container)) {
      if (dropped.has(child.name)) continue;
      if (child.name === 'w:r') run(child);
      else if (child.name === 'm:oMath') words.add(` ${equationText(child)} `, {}, false);
      else if (child.name === 'mc:AlternateContent') walk(chosen(child));
      else if (child.name !== 'w:fldSimple' || !repeatsDocument(child)) walk(child);
    }
  };

  walk(paragraph);
  return { ...words.finish(code), attached };
}

/** The characters that a part of a run stands for; `undefined` when it is something else. Keeps count of the fields. */
function charactersOf(element: XmlElement, fields: Fields): string | undefined {
  switch (element.name) {
    case 'w:t':
      return element.children.join('');
    case 'w:tab':
    case 'w:ptab':
      return '\t';
    case 'w:br':
    case 'w:cr':
      return '\n';
    case 'w:noBreakHyphen':
      return '-';
    case 'w:sym':
      return symbol(element);
    case 'w:fldChar':
      return fields.mark(element);
    case 'w:instrText':
      fields.instruction(element.children.join(''));
      return '';
    default:
      return undefined;
  }
}

function symbol({ attributes }: XmlElement): string {
  const code = attributes.get('w:char') ?? '';
  // Fonts of symbols stand in the private area, at F000 and above.
  const own = /^f0/i.test(code) ? code.slice(2) : code;
  return hex(attributes.get('w:font') ?? '', own)?.string ?? '';
}
