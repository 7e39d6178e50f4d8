import { Refusal } from './refusal.ts';

/** What is told of an XML file, in its order. A text may come in several pieces; an empty element opens and closes. */
export type XmlHandlers = {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text(characters: string): void;
};

/** Prefixes by namespace, as the documents of a format usually write them. */
export type Prefixes = ReadonlyMap<string, string>;

export type ScanOptions = {
  /** Elements lose their prefix (`a:t` is `t`), for formats whose producers choose their own. */
  readonly localNames?: boolean;
  /** A file that writes one of these namespaces with a prefix of its own is read as if it had the usual prefix. */
  readonly namespaces?: Prefixes;
};

type Open = { readonly written: string; readonly told: string; readonly renamed: Prefixes };

const maxDepth = 2_000;
/** A tag, comment or CDATA section that goes on for more than this over several pieces (UTF-16 units). */
const maxMarkup = 4 * 1024 * 1024;
/** An entity that the end of a piece cuts starts at most so far before it. */
const longestEntity = 12;
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const none: ReadonlyMap<string, string> = new Map();

/**
 * Tells `handlers` what an XML file holds, piece by piece, so that its length costs no memory. It knows no document type:
 * a DOCTYPE is refused as damaged, so there is no entity to expand and nothing to fetch; only the five predefined entities
 * and character references are decoded.
 * Throws `Refusal('damaged')` for what is not well formed and for nesting beyond 2,000 levels.
 */
export function scanXml(
  pieces: Iterable<string>,
  handlers: XmlHandlers,
  { localNames = false, namespaces = none }: ScanOptions = {},
): void {
  const open: Open[] = [];
  let pending = '';
  let started = false;

  // Takes all of `pending` that is complete and returns what is not.
  const scan = (last: boolean): string => {
    let at = 0;
    while (at < pending.length) {
      const next = pending.indexOf('<', at);
      const end = next === -1 ? (last ? pending.length : beforeCutEntity(pending, at)) : next;
      if (end > at) handlers.text(decodeEntities(pending.slice(at, end)));
      if (next === -1) return pending.slice(end);
      markup.lastIndex = next;
      const match = markup.exec(pending);
      if (match === null) {
        if (last || pending.length - next > maxMarkup) throw new Refusal('failed', 'damaged', 'XML syntax');
        return pending.slice(next);
      }
      // Before it is told: a handler may scan another file meanwhile.
      at = next + match[0].length;
      tell(match);
    }
    return '';
  };

  const tell = ([, cdata, closing, written, attributeText = '', selfClosing]: RegExpExecArray): void => {
    if (cdata !== undefined) handlers.text(cdata);
    if (written === undefined) return;
    if (closing === '/') {
      const ended = open.pop();
      if (ended?.written !== written) throw new Refusal('failed', 'damaged', 'XML nesting');
      handlers.close(ended.told);
      return;
    }
    const attributes = readAttributes(attributeText);
    const outer = open.at(-1)?.renamed ?? none;
    const declares = namespaces.size > 0 && attributeText.includes('xmlns');
    const renamed = declares ? rename(attributes, outer, namespaces) : outer;
    const told = localNames ? written.slice(written.indexOf(':') + 1) : withPrefix(written, renamed, true);
    handlers.open(told, renamed.size === 0 ? attributes : withPrefixes(attributes, renamed));
    if (selfClosing === '/') handlers.close(told);
    else open.push({ written, told, renamed });
    if (open.length > maxDepth) throw new Refusal('failed', 'damaged', 'XML depth');
  };

  for (const piece of pieces) {
    pending += started || !piece.startsWith('\uFEFF') ? piece : piece.slice(1);
    started ||= piece !== '';
    pending = scan(false);
  }
  scan(true);
  if (open.length > 0) throw new Refusal('failed', 'damaged', 'XML is cut short');
}

function beforeCutEntity(text: string, from: number): number {
  const entity = text.lastIndexOf('&');
  return entity >= from && text.length - entity < longestEntity ? entity : text.length;
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

function withPrefixes(attributes: Prefixes, renamed: Prefixes): Prefixes {
  return new Map([...attributes].map(([name, value]) => [withPrefix(name, renamed, false), value]));
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  if (text === '') return none;
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
