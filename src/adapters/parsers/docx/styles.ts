import type { Ink } from '../flow/ink.ts';
import { childElement, childElements, type XmlElement } from '../xml-reader.ts';
import { inkOf, shadeOf } from './run-ink.ts';
import { numberOf, stringOf } from './toggles.ts';

/** A style with all that it inherits. */
export type Style = {
  /** Its name and those of the styles it is based on, lower case, nearest first. */
  readonly names: readonly string[];
  /** Its id and those of the styles it is based on, nearest first. */
  readonly ids: readonly string[];
  /** From 0; 9 is body text. */
  readonly outlineLevel?: number;
  readonly list?: string;
  readonly listLevel?: number;
  readonly shade?: string;
  readonly ink: Ink;
};

export type Styles = {
  /** A style by its id; what is not there has no properties. */
  readonly style: (id: string | undefined) => Style;
  /** The style of paragraphs that name none. */
  readonly defaultParagraph: string | undefined;
  /** Ink of a text to which no style says anything. */
  readonly defaultInk: Ink;
  /** True when this table style, or one below it, puts colours behind cells. */
  readonly shadesCells: (id: string | undefined) => boolean;
};

/** Chains of styles are a handful long; a loop or a hostile chain ends here. */
const maxChain = 40;
const nothing: Style = { names: [], ids: [], ink: {} };

/** The styles of a document (`word/styles.xml`), inheritance resolved when they are asked for. */
export function readStyles(tree: XmlElement | undefined): Styles {
  const root = childElements(tree)[0];
  const elements = new Map(
    childElements(root, 'w:style').map((style) => [style.attributes.get('w:styleId') ?? '', style]),
  );
  const defaults = childElement(childElement(root, 'w:docDefaults'), 'w:rPrDefault');
  const resolved = new Map<string, Style>();

  const chainOf = (id: string): XmlElement[] => {
    const chain: XmlElement[] = [];
    for (let next: string | undefined = id; next !== undefined && chain.length < maxChain; ) {
      const element = elements.get(next);
      if (element === undefined || chain.includes(element)) break;
      chain.push(element);
      next = stringOf(element, 'w:basedOn');
    }
    return chain;
  };
  const isDefault = (style: XmlElement): boolean =>
    style.attributes.get('w:type') === 'paragraph' &&
    /^(1|true|on)$/.test(style.attributes.get('w:default') ?? '');

  return {
    style: (id) => {
      if (id === undefined) return nothing;
      const known = resolved.get(id);
      if (known !== undefined) return known;
      const chain = chainOf(id);
      const style = chain.toReversed().reduce((below, element) => withOwn(below, element), nothing);
      resolved.set(id, style);
      return style;
    },
    defaultParagraph: [...elements.values()].find(isDefault)?.attributes.get('w:styleId'),
    defaultInk: inkOf(childElement(defaults, 'w:rPr')),
    shadesCells: (id) =>
      id !== undefined &&
      chainOf(id).some((style) => [style, ...childElements(style, 'w:tblStylePr')].some(hasShade)),
  };
}

function withOwn(below: Style, element: XmlElement): Style {
  const paragraph = childElement(element, 'w:pPr');
  const numbering = childElement(paragraph, 'w:numPr');
  const outlineLevel = numberOf(paragraph, 'w:outlineLvl');
  const list = stringOf(numbering, 'w:numId');
  const listLevel = numberOf(numbering, 'w:ilvl');
  const shade = shadeOf(paragraph);
  return {
    ...below,
    names: [(stringOf(element, 'w:name') ?? '').toLowerCase(), ...below.names],
    ids: [element.attributes.get('w:styleId') ?? '', ...below.ids],
    ink: { ...below.ink, ...inkOf(childElement(element, 'w:rPr')) },
    ...(outlineLevel !== undefined && { outlineLevel }),
    ...(list !== undefined && { list }),
    ...(listLevel !== undefined && { listLevel }),
    ...(shade !== undefined && { shade }),
  };
}

function hasShade(style: XmlElement): boolean {
  return ['w:tcPr', 'w:tblPr', 'w:pPr', 'w:rPr'].some((name) => {
    const shade = shadeOf(childElement(style, name));
    return shade !== undefined && shade !== 'auto';
  });
}
