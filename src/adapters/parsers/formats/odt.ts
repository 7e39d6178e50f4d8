import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { archiveNames, readArchive } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { createBodyReader } from '../odt/body.ts';
import { readListStyles } from '../odt/lists.ts';
import { readStyles } from '../odt/styles.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { labelsOfProperties } from '../sensitivity-labels.ts';
import { dateOf, titleOf } from '../title.ts';
import {
  childrenOf,
  decodeXml,
  findElement,
  readXml,
  scanXml,
  textContent,
  type XmlElement,
} from '../xml-reader.ts';

const kept = new Set(['content.xml', 'styles.xml', 'meta.xml', 'META-INF/manifest.xml']);
const automaticStyles = 'office:automatic-styles';
/** Basic keeps these two beside any module, and in documents without one. */
const macro = /^(Basic|Scripts)\/(?!.*script-l[bc]\.xml$).*[^/]$/;

/**
 * Reads an OpenDocument text: headings, lists and their generated numbers, tables, text boxes, notes and comments, tracked
 * changes accepted (what they deleted stands outside of the text). The body is scanned, one paragraph held at a time.
 */
export async function readOdt(bytes: Uint8Array): Promise<ParsedDocument> {
  const parts = readArchive(bytes, (name) => kept.has(name));
  const text = (name: string): string => decodeXml(parts.get(name) ?? new Uint8Array());
  if (text('META-INF/manifest.xml').includes('encryption-data')) throw new Refusal('skipped', 'encrypted');

  // A template may hold styles and no content.
  if (!parts.has('content.xml') && !parts.has('styles.xml'))
    throw new Refusal('failed', 'damaged', 'no content part');

  let hiddenCharacters = 0;
  const common = findElement(readXml(text('styles.xml')), 'office:styles');
  const { visitor, finish } = createContentReader(common, (characters) => {
    hiddenCharacters += characters;
  });
  scanXml(text('content.xml'), visitor);
  const blocks = finish();

  const meta = readXml(text('meta.xml'));
  const field = (name: string): string | undefined => {
    const element = findElement(meta, name);
    return element === undefined ? undefined : textContent(element);
  };
  const custom = childrenOf(findElement(meta, 'office:meta'), 'meta:user-defined');
  const document = parsedDocument(blocks, {
    title: titleOf(field('dc:title'), blocks),
    author: cleanText(field('meta:initial-creator') ?? field('dc:creator') ?? '') || null,
    createdAt: dateOf(field('meta:creation-date')),
    modifiedAt: dateOf(field('dc:date')),
    labels: labelsOfProperties(
      custom.map((one) => [one.attributes.get('meta:name') ?? '', textContent(one)] as const),
    ),
  });
  const macros = archiveNames(bytes).some((name) => macro.test(name)) ? 1 : 0;
  return addWarning(addWarning(document, 'hidden-text', hiddenCharacters), 'macros-ignored', macros);
}

// The automatic styles stand in front of the body that they are for.
function createContentReader(
  common: XmlElement | undefined,
  hide: (characters: number) => void,
): ReturnType<typeof createBodyReader> {
  const readerWith = (automatic?: XmlElement) => {
    const groups = [common, automatic].filter((group) => group !== undefined);
    return createBodyReader({ styles: readStyles(groups), listStyles: readListStyles(groups), hide });
  };
  let body = readerWith();
  return {
    visitor: {
      open: (element) => (element.name === automaticStyles ? 'gather' : body.visitor.open(element)),
      gathered: (element) => {
        if (element.name === automaticStyles) body = readerWith(element);
        else body.visitor.gathered(element);
      },
      close: (element) => body.visitor.close(element),
    },
    finish: () => body.finish(),
  };
}
