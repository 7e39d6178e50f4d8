import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { archiveNames, readArchive } from '../archive.ts';
import { odfMetadata, refuseEncrypted } from '../odf/metadata.ts';
import { createBodyReader } from '../odt/body.ts';
import { readListStyles } from '../odt/lists.ts';
import { readStyles } from '../odt/styles.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { titleOf } from '../title.ts';
import { decodeXml, findElement, readXml, visitXml, type XmlElement } from '../xml-reader.ts';

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
  refuseEncrypted(parts);

  // A template may hold styles and no content.
  if (!parts.has('content.xml') && !parts.has('styles.xml'))
    throw new Refusal('failed', 'damaged', 'no content part');

  let hiddenCharacters = 0;
  const common = findElement(readXml(text('styles.xml')), 'office:styles');
  const { visitor, finish } = createContentReader(common, (characters) => {
    hiddenCharacters += characters;
  });
  visitXml([text('content.xml')], visitor);
  const blocks = finish();

  const metadata = odfMetadata(parts);
  const document = parsedDocument(blocks, { ...metadata, title: titleOf(metadata.title, blocks) });
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
      close: (element) => body.visitor.close?.(element),
    },
    finish: () => body.finish(),
  };
}
