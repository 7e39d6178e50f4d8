import { Refusal } from './refusal.ts';
import { type ScanOptions, scanXml } from './xml-scanner.ts';

/** An element of a parsed XML file; names keep their prefix (`text:p`), text nodes are plain strings. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
};

/** Elements and texts in one element that is taken out of a long file: above, it is no row or slide of anybody's. */
const maxNodes = 400_000;

/**
 * Reads the XML of office files as one tree; for parts that can be large there is `scanElements`. What `scanXml` refuses
 * is refused.
 */
export function readXml(text: string, options: ScanOptions = {}): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [] };
  const open: XmlElement[] = [root];
  scanXml(
    [text],
    {
      open(name, attributes) {
        const element: XmlElement = { name, attributes, children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      close: () => open.pop(),
      text: (characters) => open.at(-1)?.children.push(characters),
    },
    options,
  );
  return root;
}

/** What `scanElements` looks for in a long file, and what it tells. */
export type ElementHandlers = {
  /** Elements that are taken whole; the outermost counts. */
  readonly wanted: (name: string) => boolean;
  readonly take: (element: XmlElement) => void;
  /** Told of the elements around those that are taken. */
  readonly enter?: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly leave?: (name: string) => void;
};

/**
 * Reads a long file as a succession of small trees: each outermost element that `wanted` accepts is given to `take` once
 * it is complete, then forgotten. Throws what `scanXml` throws, and `Refusal('too-large')` for an element of more than
 * 400,000 nodes.
 */
export function scanElements(
  pieces: Iterable<string>,
  { wanted, take, enter, leave }: ElementHandlers,
  options: ScanOptions = {},
): void {
  const open: XmlElement[] = [];
  let nodes = 0;
  const count = (): void => {
    nodes += 1;
    if (nodes > maxNodes) throw new Refusal('failed', 'too-large', 'XML element');
  };
  scanXml(
    pieces,
    {
      open(name, attributes) {
        const parent = open.at(-1);
        if (parent === undefined && !wanted(name)) {
          enter?.(name, attributes);
          return;
        }
        const element: XmlElement = { name, attributes, children: [] };
        parent?.children.push(element);
        open.push(element);
        count();
      },
      close(name) {
        const element = open.pop();
        if (element === undefined) leave?.(name);
        else if (open.length === 0) {
          nodes = 0;
          take(element);
        }
      },
      text(characters) {
        const parent = open.at(-1);
        if (parent === undefined) return;
        parent.children.push(characters);
        count();
      },
    },
    options,
  );
}

/** The first element with this name, searched in document order below `element`. */
export function findElement(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const found = child.name === name ? child : findElement(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All elements with this name below `element`, outermost only, in document order. */
export function findElements(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return child.name === name ? [child] : findElements(child, name);
  });
}

/** The children of `element` that are elements, those with this name when one is given. */
export function childElements(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first child of `element` with this name. */
export function childElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childElements(element, name)[0];
}

/** All text below an element, as it stands. */
export function textContent(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textContent(child))).join('');
}
