import { posix } from 'node:path';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readArchive } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { dateOf, meaningfulTitle, titleOf } from '../title.ts';
import { withoutDoctype } from '../without-doctype.ts';
import { findElement, readXml, textContent, type XmlElement } from '../xml-reader.ts';
import { blocksOfHtml } from './html.ts';

const containerPath = 'META-INF/container.xml';
const encryptionPath = 'META-INF/encryption.xml';
/** Ways in which fonts are obfuscated; they lock nothing that is read. */
const fontObfuscation = /idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc/i;
const readPart = /\.(?:x?html?|xml|opf)$/i;
const pageType = /^(?:application\/xhtml\+xml|text\/html|application\/x-dtbook\+xml)$/;

/** Share of a page of contents that is links, and the characters of its heading. */
const contentsShare = 0.8;
const contentsHeading = 20;

type Item = {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  readonly isNavigation: boolean;
};

/**
 * Reads an e-book: its pages in the order of the spine, without navigation pages; pages that the spine calls secondary
 * come too, where they stand.
 * Throws `Refusal`: `encrypted` when the pages are locked (DRM), `damaged` without package or spine.
 */
export async function readEpub(bytes: Uint8Array): Promise<ParsedDocument> {
  const parts = readArchive(bytes, (name) => readPart.test(name));
  const part = (path: string): Promise<string> => decodeText(parts.get(path) ?? new Uint8Array());
  refuseLocked(await part(encryptionPath));
  const container = xmlOf(await part(containerPath));
  const packagePath = findElement(container, 'rootfile')?.attributes.get('full-path') ?? '';
  const book = xmlOf(await part(packagePath));
  const blocks: ParsedBlock[] = [];
  for (const { path } of spineOf(book, posix.dirname(packagePath))) {
    for (const block of blocksOfPage(await part(path))) blocks.push(block);
  }
  const field = (name: string): string | null => {
    const element = findElement(book, name);
    return element === undefined ? null : textContent(element);
  };
  return parsedDocument(blocks, {
    title: meaningfulTitle(field('dc:title')) ?? titleOf(null, blocks),
    author: creatorsOf(book).join(', ') || null,
    createdAt: dateOf(cleanText(field('dc:date') ?? '')),
    modifiedAt: dateOf(modifiedIn(book)),
  });
}

// Pictures may be locked alone: the pages are what is read.
function refuseLocked(encryption: string): void {
  if (encryption.trim() === '') return;
  const locked = elementsOf(xmlOf(encryption), 'EncryptedData').some((data) => {
    const algorithm = elementsOf(data, 'EncryptionMethod')[0]?.attributes.get('Algorithm') ?? '';
    const path = elementsOf(data, 'CipherReference')[0]?.attributes.get('URI') ?? '';
    return !fontObfuscation.test(algorithm) && (path === '' || readPart.test(path));
  });
  if (locked) throw new Refusal('skipped', 'encrypted');
}

function spineOf(book: XmlElement, folder: string): Item[] {
  const items = new Map(
    elementsOf(book, 'item').map((item): [string, Item] => {
      const field = (name: string): string => item.attributes.get(name) ?? '';
      return [
        field('id'),
        {
          id: field('id'),
          path: posix.join(folder, unescaped(field('href').replace(/#.*$/, ''))),
          type: field('media-type'),
          isNavigation: /(^|\s)nav(\s|$)/.test(field('properties')),
        },
      ];
    }),
  );
  const spine = elementsOf(book, 'itemref').flatMap(
    (reference) => items.get(reference.attributes.get('idref') ?? '') ?? [],
  );
  if (spine.length === 0) throw new Refusal('failed', 'damaged', 'no spine');
  return [...new Set(spine)].filter(({ type, isNavigation }) => pageType.test(type) && !isNavigation);
}

// In XHTML any element may close itself, which HTML takes for an opening: an empty title would swallow the page.
function blocksOfPage(page: string): ParsedBlock[] {
  const html = page
    .replace(/^\s*<\?xml[^>]{0,300}\?>/, '')
    .replace(/<head\b[\s\S]*?<\/head\s*>/i, '')
    .replace(
      /<([a-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/>/gi,
      (whole, name: string, rest: string) =>
        voidElements.has(name.toLowerCase()) ? whole : `<${name}${rest}></${name}>`,
    );
  return isContents(html) ? [] : blocksOfHtml(html);
}

// Tables of contents of older books are ordinary pages: hardly anything but links.
function isContents(html: string): boolean {
  let [links, linked, all, depth] = [0, 0, 0, 0];
  for (const [whole, anchor] of html.matchAll(/<(\/?a)\b[^<>]*>|<[^<>]*>|[^<]+/gi)) {
    if (anchor !== undefined) depth = anchor.startsWith('/') ? 0 : 1;
    else if (!whole.startsWith('<')) {
      const length = whole.trim().length;
      all += length;
      if (depth > 0) linked += length;
      if (depth > 0 && length > 0) links += 1;
    }
  }
  return links >= 2 && linked >= all * contentsShare - contentsHeading;
}

const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

function creatorsOf(book: XmlElement): string[] {
  return elementsOf(book, 'creator')
    .map((creator) => cleanText(textContent(creator)))
    .filter((name) => name !== '');
}

function modifiedIn(book: XmlElement): string | null {
  const meta = elementsOf(book, 'meta').find((one) => one.attributes.get('property') === 'dcterms:modified');
  return meta === undefined ? null : textContent(meta).trim();
}

/** All elements of a name, whatever prefix the file gives to their namespace, in document order. */
function elementsOf(root: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const left: (XmlElement | string)[] = [root];
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    if (typeof element === 'string') continue;
    if (element.name.replace(/^.*:/, '') === name) found.push(element);
    for (const child of element.children.toReversed()) left.push(child);
  }
  return found;
}

function xmlOf(text: string): XmlElement {
  return readXml(withoutDoctype(text));
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
