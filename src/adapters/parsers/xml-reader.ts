import { Refusal } from './refusal.ts';

/** An element of a parsed XML file; names keep their prefix (`text:p`), text nodes are plain strings. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
};

/** What a scan calls. Only gathered elements are held in memory, one at a time; text between entered ones is left out. */
export type XmlVisitor = {
  /** Says of an element at its start tag: go into it, hand it over as a whole, or leave it out with all it holds. */
  open(element: XmlElement): 'enter' | 'gather' | 'skip';
  gathered(element: XmlElement): void;
  /** The end of an element that was entered. */
  close(element: XmlElement): void;
};

type Open = { readonly written: string; readonly element: XmlElement; readonly renamed: Prefixes };
type Prefixes = ReadonlyMap<string, string>;

const maxDepth = 2_000;
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const none: ReadonlyMap<string, string> = new Map();

/**
 * Reads the XML of office files. It knows no document type: a DOCTYPE is refused as damaged, so there is no entity to
 * expand and nothing to fetch; only the five predefined entities and character references are decoded. A file that writes
 * one of the given namespaces with a prefix of its own is read as if it had the usual prefix.
 * Throws `Refusal('damaged')` for what is not well formed and for nesting beyond 2,000 levels.
 */
export function readXml(text: string, namespaces: Prefixes = none): XmlElement {
  const root: XmlElement = { name: '', attributes: none, children: [] };
  scanXml(
    text,
    { open: () => 'gather', gathered: (element) => root.children.push(element), close: () => {} },
    namespaces,
  );
  return root;
}

/** As `readXml`, for files that can be large: the visitor is told of each element, and no tree of the whole is built. */
export function scanXml(text: string, visitor: XmlVisitor, namespaces: Prefixes = none): void {
  const open: Open[] = [];
  /** How many elements were open around the one that is being gathered or skipped; `null` outside of such. */
  let around: number | null = null;
  let gathering = false;
  // One expression for each scan: a visitor may scan another file meanwhile.
  const tokens = new RegExp(token);
  tokens.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;

  const end = (element: XmlElement): void => {
    if (around === null) visitor.close(element);
    else if (open.length === around) {
      around = null;
      if (gathering) visitor.gathered(element);
    }
  };

  while (tokens.lastIndex < text.length) {
    const match = tokens.exec(text);
    if (match === null) throw new Refusal('failed', 'damaged', 'XML syntax');
    const [, cdata, closing, written, attributes, selfClosing, characters] = match;
    const parent = open.at(-1);
    if (written === undefined) {
      const value = cdata ?? (characters === undefined ? undefined : decodeEntities(characters));
      if (value !== undefined && gathering && around !== null) parent?.element.children.push(value);
    } else if (closing === '/') {
      if (parent?.written !== written) throw new Refusal('failed', 'damaged', 'XML nesting');
      open.pop();
      end(parent.element);
    } else {
      const [element, renamed] = elementOf(written, attributes ?? '', parent?.renamed ?? none, namespaces);
      if (around === null) {
        const way = visitor.open(element);
        if (way !== 'enter') around = open.length;
        gathering = way === 'gather';
      } else if (gathering) parent?.element.children.push(element);
      if (selfClosing === '/') end(element);
      else open.push({ written, element, renamed });
      if (open.length > maxDepth) throw new Refusal('failed', 'damaged', 'XML depth');
    }
  }
  if (open.length > 0) throw new Refusal('failed', 'damaged', 'XML is cut short');
}

/** Tells a visitor of what stands below an element that was gathered, as if it were scanned. */
export function revisit({ children }: XmlElement, visitor: XmlVisitor): void {
  for (const child of children) {
    if (typeof child === 'string') continue;
    const way = visitor.open(child);
    if (way === 'gather') visitor.gathered(child);
    if (way !== 'enter') continue;
    revisit(child, visitor);
    visitor.close(child);
  }
}

/** The text of an XML part: UTF-8, or UTF-16 when it opens with its byte order mark. */
export function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** The elements directly below an element, all of them or those with a name. */
export function childrenOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first element with this name directly below an element. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(
    (child): child is XmlElement => typeof child !== 'string' && child.name === name,
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

/** All text below an element, as it stands. */
export function textContent(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textContent(child))).join('');
}

function elementOf(
  written: string,
  attributeText: string,
  outer: Prefixes,
  namespaces: Prefixes,
): readonly [element: XmlElement, renamed: Prefixes] {
  const attributes = attributeText === '' ? none : readAttributes(attributeText);
  const renamed =
    namespaces.size > 0 && attributeText.includes('xmlns') ? rename(attributes, outer, namespaces) : outer;
  if (renamed.size === 0) return [{ name: written, attributes, children: [] }, renamed];
  const named = [...attributes].map(([name, value]) => [withPrefix(name, renamed, false), value] as const);
  const element = { name: withPrefix(written, renamed, true), attributes: new Map(named), children: [] };
  return [element, renamed];
}

function rename(attributes: Prefixes, outer: Prefixes, namespaces: Prefixes): Prefixes {
  const renamed = new Map(outer);
  for (const [name, namespace] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const prefix = name.slice('xmlns:'.length);
    const usual = namespaces.get(namespace);
    if (usual === undefined || usual === prefix) renamed.delete(prefix);
    else renamed.set(prefix, usual);
  }
  return renamed;
}

// A default namespace is one of elements; an attribute without prefix has no namespace.
function withPrefix(name: string, renamed: Prefixes, isElement: boolean): string {
  const colon = name.indexOf(':');
  if (colon === -1 && !isElement) return name;
  const usual = renamed.get(colon === -1 ? '' : name.slice(0, colon));
  return usual === undefined ? name : `${usual}:${name.slice(colon + 1)}`;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of text.matchAll(attribute)) {
    if (name !== undefined) attributes.set(name, decodeEntities(double ?? single ?? ''));
  }
  return attributes;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
