import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readArchive } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { dateOf, titleOf } from '../title.ts';
import { findElement, readXml, textContent } from '../xml-reader.ts';
import { blocksOfHtml } from './html.ts';

// Word writes English style names in every language, other programs write theirs. Tables of contents only repeat the
// headings, with page numbers.
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Titre'] => h1:fresh",
  "p[style-name='Titre principal'] => h1:fresh",
  ...[1, 2, 3, 4, 5, 6].map((level) => `p[style-name='Titre ${level}'] => h${level}:fresh`),
  ...[1, 2, 3, 4, 5, 6].map((level) => `p.Titre${level} => h${level}:fresh`),
  "p[style-name='TOC Heading'] => !",
  "p[style-name='table of figures'] => !",
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `p[style-name='toc ${level}'] => !`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `p[style-name='TOC ${level}'] => !`),
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
];

/**
 * Reads a DOCX through mammoth. Mammoth is given a new archive that holds only the counted XML parts: it sees exactly
 * what passed the caps, no media, no macros.
 */
export async function readDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const parts = readArchive(bytes, (name) => /\.(xml|rels)$/i.test(name) && !/^customXml\//i.test(name));
  for (const part of parts.values()) refuseDoctype(part);
  const { value: html } = await mammoth.convertToHtml(
    { buffer: Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 })) },
    {
      styleMap,
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  const blocks = blocksOfHtml(html, { looseHeadings: true });
  const core = coreProperties(parts.get('docProps/core.xml'));
  return parsedDocument(blocks, {
    title: titleOf(core.get('dc:title'), blocks),
    author: cleanText(core.get('dc:creator') ?? '') || null,
    modifiedAt: dateOf(core.get('dcterms:modified')),
  });
}

// Office writes no DOCTYPE: one in a part is an attempt at entities.
function refuseDoctype(part: Uint8Array): void {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  if (bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY'))
    throw new Refusal('failed', 'damaged', 'DOCTYPE in a part');
}

function coreProperties(part: Uint8Array | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (part === undefined) return found;
  const properties = findElement(readXml(Buffer.from(part).toString('utf8')), 'cp:coreProperties');
  for (const child of properties?.children ?? []) {
    if (typeof child !== 'string') found.set(child.name, textContent(child));
  }
  return found;
}
