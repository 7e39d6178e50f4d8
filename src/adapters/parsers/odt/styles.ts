import type { Ink } from '../flow/ink.ts';
import { childElement, childElements, type XmlElement } from '../xml-reader.ts';
import { colourOf, inkOf } from './text-ink.ts';

/** A style with all that it inherits. */
export type Style = {
  /** Its name and those of the styles it is based on, lower case, nearest first. */
  readonly names: readonly string[];
  readonly ink: Ink;
  /** `RRGGBB` or `auto` behind a paragraph, a cell, a table or a shape; `unknown` for pictures and gradients. */
  readonly shade?: string;
  /** The list that numbers its paragraphs; empty = none. */
  readonly list?: string;
};

export type StyleFamily = 'paragraph' | 'text' | 'table' | 'table-cell' | 'graphic';

export type Styles = {
  readonly style: (family: StyleFamily, name: string | undefined) => Style;
  /** Ink of a paragraph to which no style says anything. */
  readonly defaultInk: Ink;
};

/** Chains of styles are a handful long; a loop or a hostile chain ends here. */
const maxChain = 40;
const nothing: Style = { names: [], ink: {} };

/** The styles in these groups (`office:styles`, `office:automatic-styles`), inheritance resolved when they are asked for. */
export function readStyles(groups: readonly XmlElement[]): Styles {
  const all = groups.flatMap((group) => childElements(group));
  const keyOf = (family: string | undefined, name: string | undefined): string => `${family} ${name}`;
  const elements = new Map(
    all
      .filter(({ name }) => name === 'style:style')
      .map((style) => [
        keyOf(style.attributes.get('style:family'), style.attributes.get('style:name')),
        style,
      ]),
  );
  const defaults = all.find(
    ({ name, attributes }) =>
      name === 'style:default-style' && attributes.get('style:family') === 'paragraph',
  );
  const resolved = new Map<string, Style>();

  const resolve = (family: StyleFamily, name: string): Style => {
    const chain: XmlElement[] = [];
    let next: string | undefined = name;
    while (next !== undefined && chain.length < maxChain) {
      const element = elements.get(keyOf(family, next));
      if (element === undefined || chain.includes(element)) break;
      chain.push(element);
      next = element.attributes.get('style:parent-style-name');
    }
    // The styles that every program knows may be missing from the file: their names tell enough.
    const root: Style = { names: next === undefined ? [] : [readable(next)], ink: {} };
    return chain.toReversed().reduce(withOwn, root);
  };

  return {
    style: (family, name) => {
      if (name === undefined) return nothing;
      const key = keyOf(family, name);
      const style = resolved.get(key) ?? resolve(family, name);
      resolved.set(key, style);
      return style;
    },
    defaultInk: inkOf(childElement(defaults, 'style:text-properties')),
  };
}

function withOwn(below: Style, element: XmlElement): Style {
  const list = element.attributes.get('style:list-style-name');
  const shade = shadeOf(element);
  return {
    ...below,
    names: [readable(element.attributes.get('style:name') ?? ''), ...below.names],
    ink: { ...below.ink, ...inkOf(childElement(element, 'style:text-properties')) },
    ...(shade !== undefined && { shade }),
    ...(list !== undefined && { list }),
  };
}

function shadeOf(style: XmlElement): string | undefined {
  const graphic = childElement(style, 'style:graphic-properties')?.attributes;
  const fill = graphic?.get('draw:fill');
  if (fill === 'solid') return colourOf(graphic?.get('draw:fill-color')) ?? 'unknown';
  // A shape without filling often lies on a picture.
  if (fill !== undefined) return 'unknown';
  return ['paragraph', 'table-cell', 'table', 'graphic']
    .map((kind) =>
      colourOf(childElement(style, `style:${kind}-properties`)?.attributes.get('fo:background-color')),
    )
    .find((colour) => colour !== undefined);
}

// In names, signs that XML does not allow are written as their code: `Heading_20_1`.
function readable(name: string): string {
  return name
    .replace(/_([0-9a-f]{2,4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .toLowerCase();
}
