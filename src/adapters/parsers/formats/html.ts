import type { Root } from 'hast';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { blocksOfHast, parseFragment, parsePage, readOrFlatten } from '../html/blocks-of-hast.ts';
import { mainContent } from '../html/main-content.ts';
import { prune } from '../html/prune.ts';
import { findElement, textOfNode } from '../html/tree.ts';
import type { TreeOptions } from '../mdast-blocks.ts';
import { parsedDocument } from '../parsed.ts';
import { dateOf, titleOf } from '../title.ts';

/** Reads a web page: nothing is fetched or run, navigation and hidden parts are left out, the main content is preferred. */
export async function readHtml(bytes: Uint8Array): Promise<ParsedDocument> {
  return documentOfPage(await decodeText(bytes, declaredCharset(bytes)));
}

/** The charset that a page declares in its head; `undefined` when it declares none. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const opening = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  return /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(opening)?.[1];
}

/** The document that a page's text makes. */
export function documentOfPage(html: string): ParsedDocument {
  return readOrFlatten(html, () => documentOfTree(parsePage(html)), parsedDocument);
}

/** The blocks of a piece of HTML (the body of a mail, HTML inside Markdown). */
export function blocksOfHtml(html: string, options: TreeOptions = {}): ParsedBlock[] {
  const read = (): ParsedBlock[] => {
    const tree = parseFragment(html);
    prune(tree);
    return blocksOfHast(tree, options);
  };
  return readOrFlatten(html, read, (blocks) => blocks);
}

function documentOfTree(tree: Root): ParsedDocument {
  const meta = metadataOf(tree);
  const hidden = prune(tree);
  const blocks = blocksOfHast(mainContent(tree));
  const document = parsedDocument(blocks, {
    title: titleOf(meta.get('og:title') ?? meta.get('title'), blocks),
    author: cleanText(meta.get('author') ?? '') || null,
    createdAt: dateOf(meta.get('article:published_time') ?? meta.get('dcterms.created')),
    modifiedAt: dateOf(meta.get('article:modified_time') ?? meta.get('dcterms.modified')),
  });
  return addWarning(document, 'hidden-text', hidden);
}

function metadataOf(tree: Root): Map<string, string> {
  const found = new Map<string, string>();
  const head = findElement(tree, (element) => element.tagName === 'head');
  for (const child of head?.children ?? []) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'title') found.set('title', textOfNode(child));
    const key = child.properties.name ?? child.properties.property;
    const content = child.properties.content;
    if (child.tagName === 'meta' && typeof key === 'string' && typeof content === 'string') {
      found.set(key.toLowerCase(), content);
    }
  }
  return found;
}
