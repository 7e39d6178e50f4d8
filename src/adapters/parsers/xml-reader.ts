import { Refusal } from './refusal.ts';

/** An element of a parsed XML file; names keep their prefix (`text:p`), text nodes are plain strings. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
};

const maxDepth = 2_000;
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the XML of office files. It knows no document type: a DOCTYPE is refused as damaged, so there is no entity to
 * expand and nothing to fetch; only the five predefined entities and character references are decoded.
 * Throws `Refusal('damaged')` for what is not well formed and for nesting beyond 2,000 levels.
 */
export function readXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [] };
  const open: XmlElement[] = [root];
  token.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw new Refusal('failed', 'damaged', 'XML syntax');
    const [, cdata, closing, name, attributes, selfClosing, characters] = match;
    if (characters !== undefined) parent.children.push(decodeEntities(characters));
    else if (cdata !== undefined) parent.children.push(cdata);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (parent.name !== name || open.length === 1) throw new Refusal('failed', 'damaged', 'XML nesting');
      open.pop();
    } else {
      const element: XmlElement = { name, attributes: readAttributes(attributes ?? ''), children: [] };
      parent.children.push(element);
      if (selfClosing !== '/') open.push(element);
      if (open.length > maxDepth) throw new Refusal('failed', 'damaged', 'XML depth');
    }
  }
  if (open.length !== 1) throw new Refusal('failed', 'damaged', 'XML is cut short');
  return root;
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
