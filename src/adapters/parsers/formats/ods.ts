import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { odfMetadata } from '../odf/metadata.ts';
import { openParts } from '../odf/open-parts.ts';
import { readSheets } from '../odf/read-sheets.ts';
import { createOdfStyles } from '../odf/styles.ts';
import { createCellBudget } from '../sheets/sheet.ts';
import { sheetsDocument } from '../sheets/sheets-document.ts';
import { childElements, findElements, readXml, textContent, visitXml } from '../xml-reader.ts';

/** How `settings.xml` says that a split stays in place. */
const frozen = '2';

/** Reads an OpenDocument spreadsheet as `readXlsx` reads an Excel one. */
export async function readOds(bytes: Uint8Array): Promise<ParsedDocument> {
  const { parts, textsOf } = openParts(bytes, 'settings.xml');
  const styles = createOdfStyles();
  visitXml(textsOf('styles.xml'), {
    open: ({ name }) => (name === 'style:style' ? 'gather' : 'enter'),
    gathered: styles.add,
  });
  const budget = createCellBudget();
  const sheets = readSheets(textsOf('content.xml'), styles, frozenRows(parts.get('settings.xml')), budget);
  return sheetsDocument(sheets, budget, odfMetadata(parts));
}

// By the name of the sheet, how many rows stay in sight.
function frozenRows(settings: Uint8Array | undefined): ReadonlyMap<string, number> {
  if (settings === undefined) return new Map();
  const root = readXml(Buffer.from(settings).toString('utf8'));
  const views = findElements(root, 'config:config-item-map-named').filter(
    ({ attributes }) => attributes.get('config:name') === 'Tables',
  );
  return new Map(
    views
      .flatMap((view) => childElements(view))
      .map((entry) => {
        const items = new Map(
          childElements(entry).map((item) => [item.attributes.get('config:name'), textContent(item)]),
        );
        const rows =
          items.get('VerticalSplitMode') === frozen ? Number(items.get('VerticalSplitPosition')) : 0;
        return [cleanText(entry.attributes.get('config:name') ?? ''), rows || 0];
      }),
  );
}
