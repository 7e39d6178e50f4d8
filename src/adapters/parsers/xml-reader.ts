import { Refusal } from './refusal.ts';
import { type ScanOptions, scanXml } from './xml-scanner.ts';

/** An element of a parsed XML file; names keep their prefix (`text:p`), text nodes are plain strings. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
};

/** What a visit calls. Only gathered elements are held in memory, one at a time; text between entered ones is left out. */
export type XmlVisitor = {
  /** Says of an element at its start tag: go into it, hand it over as a whole, or leave it out with all it holds. */
  open(element: XmlElement): 'enter' | 'gather' | 'skip';
  gathered(element: XmlElement): void;
  /** The end of an element that was entered. */
  close?(element: XmlElement): void;
};

/** Elements and texts in one element that is gathered from a long file: above, it is no row or slide of anybody's. */
const maxNodes = 400_000;

/** Reads the XML of office files as one tree; for parts that can be large there is `visitXml`. Throws what that throws. */
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

/**
 * Tells a visitor of each element of a file that can be long (in pieces of text), building no tree of the whole. Throws what
 * `scanXml` throws, and `Refusal('too-large')` for a gathered element of more than 400,000 nodes.
 */
export function visitXml(pieces: Iterable<string>, visitor: XmlVisitor, options: ScanOptions = {}): void {
  const open: XmlElement[] = [];
  /** How many elements were open around the one that is being gathered or skipped; `null` outside of such. */
  let around: number | null = null;
  let gathering = false;
  let nodes = 0;
  const add = (node: XmlElement | string): void => {
    nodes += 1;
    if (nodes > maxNodes) throw new Refusal('failed', 'too-large', 'XML element');
    open.at(-1)?.children.push(node);
  };
  scanXml(
    pieces,
    {
      open(name, attributes) {
        const element: XmlElement = { name, attributes, children: [] };
        if (around === null) {
          const way = visitor.open(element);
          if (way !== 'enter') around = open.length;
          gathering = way === 'gather';
          nodes = 0;
        } else if (gathering) add(element);
        open.push(element);
      },
      close() {
        const element = open.pop();
        if (element === undefined) return;
        if (around === null) visitor.close?.(element);
        else if (open.length === around) {
          around = null;
          if (gathering) visitor.gathered(element);
        }
      },
      text(characters) {
        if (around !== null && gathering) add(characters);
      },
    },
    options,
  );
}

/** Tells a visitor of what stands below an element that was gathered, as if it were visited in its file. */
export function revisit({ children }: XmlElement, visitor: XmlVisitor): void {
  for (const child of children) {
    if (typeof child === 'string') continue;
    const way = visitor.open(child);
    if (way === 'gather') visitor.gathered(child);
    if (way !== 'enter') continue;
    revisit(child, visitor);
    visitor.close?.(child);
  }
}

/** The text of an XML part: UTF-8, or UTF-16 when it opens with its byte order mark. */
export function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
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

/** The elements directly below an element, all of them or those with a name. */
export function childElements(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first element with this name directly below an element. */
export function childElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(
    (child): child is XmlElement => typeof child !== 'string' && child.name === name,
  );
}

/** All text below an element, as it stands. */
export function textContent(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textContent(child))).join('');
}
