import type { XmlElement } from '../xml-reader.ts';

/** What a style says, as far as it decides whether and how text is seen. */
export type OdfStyle = {
  readonly strong: boolean;
  /** The letters are white, or hidden by name. */
  readonly white: boolean;
  /** The ground behind them has a colour of its own, so that white letters are seen. */
  readonly coloured: boolean;
  /** What stands in this style is shown (sheets, slides). */
  readonly displayed: boolean;
  /** A column too narrow for words: it parts others. */
  readonly narrow: boolean;
};

const plain: OdfStyle = {
  strong: false,
  white: false,
  coloured: false,
  displayed: true,
  narrow: false,
};
const maxParents = 20;
const narrowCentimetres = 0.6;
const centimetresPer: Readonly<Record<string, number>> = { cm: 1, mm: 0.1, in: 2.54, pt: 2.54 / 72 };

/** The styles of an OpenDocument file, by name; `add` takes each `style:style` as it comes. */
export type OdfStyles = {
  readonly add: (element: XmlElement) => void;
  readonly of: (name: string | undefined) => OdfStyle;
};

/** An empty set of styles. */
export function createOdfStyles(): OdfStyles {
  const elements = new Map<string, XmlElement>();
  const known = new Map<string, OdfStyle>();

  const find = (name: string | undefined, property: string, depth = 0): string | undefined => {
    const element = elements.get(name ?? '');
    if (element === undefined || depth > maxParents) return undefined;
    for (const child of element.children) {
      const value = typeof child === 'string' ? undefined : child.attributes.get(property);
      if (value !== undefined) return value;
    }
    return find(element.attributes.get('style:parent-style-name'), property, depth + 1);
  };

  return {
    add(element) {
      elements.set(element.attributes.get('style:name') ?? '', element);
    },
    of(name) {
      if (name === undefined || !elements.has(name)) return plain;
      const before = known.get(name);
      if (before !== undefined) return before;
      const ground = find(name, 'fo:background-color') ?? find(name, 'draw:fill-color');
      const fill = find(name, 'draw:fill') ?? 'solid';
      const style: OdfStyle = {
        strong: find(name, 'fo:font-weight') === 'bold',
        white: isWhite(find(name, 'fo:color')) || find(name, 'text:display') === 'none',
        coloured:
          /^(gradient|bitmap|hatch)$/.test(fill) ||
          (fill !== 'none' && ground !== undefined && ground !== 'transparent' && !isWhite(ground)),
        displayed:
          find(name, 'table:display') !== 'false' && find(name, 'presentation:visibility') !== 'hidden',
        narrow: centimetres(find(name, 'style:column-width')) < narrowCentimetres,
      };
      known.set(name, style);
      return style;
    },
  };
}

function isWhite(colour: string | undefined): boolean {
  return /^#f[c-f]f[c-f]f[c-f]$/i.test(colour ?? '');
}

/** A length in centimetres, `Infinity` when there is none. */
export function centimetres(length: string | undefined): number {
  const [, number, unit = ''] = /^(-?[\d.]+)(cm|mm|in|pt)$/.exec(length ?? '') ?? [];
  return number === undefined ? Number.POSITIVE_INFINITY : Number(number) * (centimetresPer[unit] ?? 1);
}
