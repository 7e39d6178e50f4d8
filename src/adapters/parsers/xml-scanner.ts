import { Refusal } from './refusal.ts';

/** What is told of an XML file, in its order. A text may come in several pieces; an empty element opens and closes. */
export type XmlHandlers = {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text(characters: string): void;
};

/** `localNames`: elements lose their prefix (`a:t` is `t`), for formats whose producers choose their own. */
export type ScanOptions = { readonly localNames?: boolean };

const maxDepth = 2_000;
/** A tag, comment or CDATA section that goes on for more than this over several pieces (UTF-16 units). */
const maxMarkup = 4 * 1024 * 1024;
/** An entity that the end of a piece cuts starts at most so far before it. */
const longestEntity = 12;
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const noAttributes: ReadonlyMap<string, string> = new Map();

/**
 * Tells `handlers` what an XML file holds, piece by piece, so that its length costs no memory. It knows no document type:
 * a DOCTYPE is refused as damaged, so there is no entity to expand and nothing to fetch; only the five predefined entities
 * and character references are decoded.
 * Throws `Refusal('damaged')` for what is not well formed and for nesting beyond 2,000 levels.
 */
export function scanXml(
  pieces: Iterable<string>,
  handlers: XmlHandlers,
  { localNames = false }: ScanOptions = {},
): void {
  const open: string[] = [];
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
      tell(match);
      at = markup.lastIndex;
    }
    return '';
  };

  const tell = ([, cdata, closing, name, attributes, selfClosing]: RegExpExecArray): void => {
    if (cdata !== undefined) handlers.text(cdata);
    if (name === undefined) return;
    const told = localNames ? name.slice(name.indexOf(':') + 1) : name;
    if (closing === '/') {
      if (open.pop() !== name) throw new Refusal('failed', 'damaged', 'XML nesting');
      handlers.close(told);
      return;
    }
    handlers.open(told, attributes === undefined ? noAttributes : readAttributes(attributes));
    if (selfClosing === '/') handlers.close(told);
    else open.push(name);
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

function readAttributes(text: string): ReadonlyMap<string, string> {
  if (text === '') return noAttributes;
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
